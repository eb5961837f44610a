#!/bin/sh
# weft chart: the control chart, the run chart and the funnel of a real package, as SVG, PNG and PDF.
#
# SPDX-License-Identifier: MIT
. "$(dirname "$0")/lib.sh"
system=$source/examples/birmingham-solihull
county=$source/examples/oxfordshire

run chart "$system" dtoc-total
is 0 'a chart to the standard output'
says '^<svg xmlns=' 'it is SVG'
says 'Target 5\.0' 'the target is named'
says 'England' 'the comparator is named'
for end in svg png pdf; do
    run chart "$system" dtoc-total -o "chart.$end"
    is 0 "a chart as $end"
done
head -c 4 chart.png | od -An -c | grep -q 'P *N *G' && ok || not_ok 'a PNG file is one'
head -c 5 chart.pdf | grep -q '%PDF-' && ok || not_ok 'a PDF file is one'
[ "$(wc -c <chart.png)" -gt 20000 ] && ok || not_ok 'the picture is not blank'
pdftotext chart.pdf - | grep -q 'Delayed transfers of care' && ok || not_ok 'text stays text'
cp chart.svg first.svg
run chart "$system" dtoc-total -o chart.svg
cmp -s first.svg chart.svg && ok || not_ok 'the same chart is the same file'

run chart "$system" dtoc-total --kind run
is 0 'a run chart'
says 'Median' 'it has a median'
if grep -q 'Upper limit' out; then not_ok 'a run chart has no limits'; else ok; fi
run chart "$system" dtoc-total --as-at 2018-09-30 --width 360
is 0 'a narrow chart of what was known on a day'
says 'viewBox="0 0 360 ' 'as wide as asked'
run chart "$county" "$(sed -n 2p "$county/measure.csv" | cut -d, -f1)" --kind funnel --period 2018-04
is 0 'a funnel'
says '99\.8% limits' 'with its limits'

run chart "$county" dtoc-total --small-multiples
is 0 'small multiples'
says '24 of 26 places, the highest \(worst\) latest value first' 'the worst first'
first=$(grep -o '<g class="chart-point"><title>[A-Z][a-z ]*\.' out | head -n 2 | sed 's/.*>//' | tr -d '\n')
[ "$first" = 'Cumbria.Oxfordshire.' ] && ok || not_ok 'Cumbria, then Oxfordshire' "$first"
run chart "$county" dtoc-total --small-multiples --against counties --most 3 --place E10000016 -o many.pdf
is 0 'members of a group, the worst three'
pdftotext many.pdf - >many.txt
grep -q 'Kent' many.txt && grep -q '3 of 26 places' many.txt && ok || not_ok 'the own place is never left out'
run chart "$county" dtoc-total --small-multiples -o many.png
is 0 'small multiples as a picture'
run chart "$county" dtoc-total --small-multiples --as-at 2011-01-01
is 1 'nothing observed by then'
run chart "$county" dtoc-total --small-multiples --forecast
is 2 'small multiples have no forecast'

run chart "$system" dtoc-total --forecast --replications 2 -o forecast.svg
is 0 'with a forecast'
grep -q 'eight of ten futures' forecast.svg && ok || not_ok 'the band is named'

run chart "$system" dtoc-total -o chart.gif
is 2 'an unknown kind of file'
says 'svg, .png or .pdf' 'it says which there are'
run chart "$system" dtoc-total --kind pie
is 2 'an unknown kind of chart'
run chart "$system" no-such-measure
is 2 'an unknown measure'
says 'no-such-measure' 'it is named'
run chart "$system" dtoc-total --kind funnel
is 2 'a funnel without a month'
run chart "$system" dtoc-total -o no-such-folder/chart.svg
is 2 'a folder that is not there'

finish
