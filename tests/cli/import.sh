#!/bin/sh
# Figures of published tables into a package: shapes, mapping files, revisions, and what must be said.
. "$2/tests/cli/lib.sh"

run new pack
is 0 "new"
cat >pack/place.csv <<'END'
id,title,kind,parent,source
E92000001,England,nation,,statistic: ONS
E08000025,Birmingham,local authority,,statistic: ONS
E06000028,Bournemouth,local authority,,statistic: ONS
E06000058,"Bournemouth, Christchurch and Poole",local authority,,statistic: ONS
END
cat >pack/organisation.csv <<'END'
id,title,kind,place,successor,until,source
RRK,University Hospitals Birmingham,acute,E08000025,,,statistic: NHS England
RR1,Heart of England,acute,E08000025,RRK,2018-06-30,statistic: NHS England
END
cat >pack/measure.csv <<'END'
id,title,unit,direction,per,frequency,source
days,Delayed days,days,lower,,month,statistic: NHS England
share,Four-hour share,%,higher,100,month,statistic: NHS England
beds,Beds open,beds,neutral,,quarter,statistic: NHS England
daily,People ready to leave,people,lower,,day,statistic: NHS England
END
cp -r pack empty
observations() { tail -n +2 pack/observation.csv | cut -d, -f1-7 | LC_ALL=C sort | tr '\n' ' '; }
holds() { # EXPECTED NAME
    if [ "$(observations)" = "$1 " ]; then ok; else not_ok "$2" "$(observations)"; fi
}

# Months as columns, lines above the headings, a total below.
cat >wide.csv <<'END'
Delayed days by council
Published 9 August 2018
Code,Council,Apr-18,May-18,Jun-18
E92000001,England,"1,234",1300,1100
E08000025,Birmingham,54,..,50
E99999999,Elsewhere,1,2,3
Source: returns of councils
END
run import wide.csv pack --into observation --guess
is 0 "guess"
cp out wide.map.csv
says '^header,3,' "the headings are in line 3"
says '^period,header,' "the headings are periods"
says '^place,Code,' "places are found by their ids"
says "^To be decided" "the measure is asked for"
run import wide.csv pack --into observation
is 1 "nothing is guessed in silence"
says 'names the measure' "what is open is said"
sed -i 's/^measure,,,/measure,,days,/' wide.map.csv
run import wide.csv pack --into observation --map wide.map.csv --dry-run
is 0 "dry run"
same pack empty "a dry run writes nothing"
run import wide.csv pack --into observation --map wide.map.csv
is 0 "import"
says "I01: 1 place is not in the package, and 3 rows of the table are left out: 'E99999999'" "unknown places are said"
says "I06: .*'..' stands for a figure that is withheld" "a withheld figure is said"
says '^5 observations added, 0 revised, 0 as they were' "counts"
holds 'days,E08000025,2018-04-01,,,54, days,E08000025,2018-06-01,,,50, days,E92000001,2018-04-01,,,1234, days,E92000001,2018-05-01,,,1300, days,E92000001,2018-06-01,,,1100,' "the figures stand in the package"
yes "the source is kept" grep -q 'statistic: wide.csv, SHA-256 [0-9a-f]\{12\}' pack/observation.csv
run check pack
is 0 "the package is whole"

# The same file packed.
cp -r empty packed
gzip -c wide.csv >wide.csv.gz
run import wide.csv.gz packed --into observation --map wide.map.csv
is 0 "a file packed with gzip"
cut -d, -f1-7 packed/observation.csv >a
cut -d, -f1-7 pack/observation.csv >b
same a b "the same figures come out of it"
head -c 60 wide.csv.gz >broken.csv.gz
run import broken.csv.gz packed --into observation --map wide.map.csv
is 1 "a packed file that is broken off"
says 'packed with gzip, and broken' "is said to be so"

# The next month's file revises a figure.
sed 's/,54,/,57,/; s/1100$/1100,900/; s/50$/50,49/; s/Jun-18/Jun-18,Jul-18/' wide.csv >next.csv
cp pack/observation.csv before.csv
run import next.csv pack --into observation --map wide.map.csv --revisions old.csv
is 0 "revision"
says '^2 observations added, 1 revised, 4 as they were' "revisions are counted"
says 'days, E08000025, 2018-04-01: value 57 \(was 54\)' "the old figure is said"
yes "the revised row says so" grep -q '^days,E08000025,2018-04-01,,,57,revised,' pack/observation.csv
yes "old figures are kept" grep -q '^days,E08000025,2018-04-01,,,54,' old.csv
yes "other rows stay byte for byte" test "$(grep -c . pack/observation.csv)" = 8
grep -v 2018-04-01 before.csv | grep E92 >a
grep -F -f a pack/observation.csv >b
same a b "rows that are as they were are not touched"
run check pack
is 0 "the revised package is whole"

# A .weft file keeps what was there.
run pack empty live.weft
run import wide.csv live.weft --into observation --map wide.map.csv --who ada
is 0 "into a .weft file"
run import next.csv live.weft --into observation --map wide.map.csv --who bob
says '1 revised' "a .weft file is revised"
run log live.weft --table observation
says 'bob' "the history says who"
says '54' "and what was there"
run check live.weft
is 0 "the .weft file is whole"

# Long, with numerators; days of a month that begin it; quarters; Excel's days; British days.
cp empty/* pack/ 2>/dev/null
cat >long.csv <<'END'
Indicator,Org code,Period,Numerator,Denominator,Value
share,RRK,01/04/2018,90,100,90%
Four-hour share,RRK,2018-05-01,80,100,80
share,RRK,43252,,,85
beds,RRK,2018/19 Q1,,,700
beds,RRK,July to September 2018,,,"1,710"
days,E08000025,April 2018,5,,
END
run import long.csv pack --into observation --guess
says '^measure name,Four-hour share,share' "titles are matched for a person to see"
cp out long.map.csv
run import long.csv pack --into observation --map long.map.csv
is 0 "long table"
says "I08: 'share' has values whose numerator is blank" "blank numerators are said"
holds 'beds,RRK,2018-04-01,,,700, beds,RRK,2018-07-01,,,1710, days,E08000025,2018-04-01,5,,, share,RRK,2018-04-01,90,100,90, share,RRK,2018-05-01,80,100,80, share,RRK,2018-06-01,,,85,' "long figures"
run check pack
is 0 "long package"

# Places as columns, months down the side; year and month in two columns; measures as columns.
cp empty/observation.csv pack/observation.csv 2>/dev/null || rm pack/observation.csv
printf 'Month,RRK,RR1\nApr 2018,10,20\nMay 2018,11,21\n' >across.csv
cat >across.map.csv <<'END'
what,where,means,about
header,1
rows,2-
measure,,days
place,header,
period,Month,
value,header,
END
run import across.csv pack --into observation --map across.map.csv
is 0 "a mapping with short lines"
holds 'days,RR1,2018-04-01,,,20, days,RR1,2018-05-01,,,21, days,RRK,2018-04-01,,,10, days,RRK,2018-05-01,,,11,' "places as columns"
cat >quarters.csv <<'END'
Year,Period End,Org Code,Beds open,Delayed days
2018-19,June,RRK,700,
2018-19,September,RRK,710,
END
run import quarters.csv pack --into observation --guess
says '^period,Year,,' "the year is one column"
says '^period,Period End,end,' "the month another, the last of its period"
says '^value,Beds open,beds,' "columns that are called as measures"
run import quarters.csv pack --into observation
is 0 "quarters by their last month"
yes "the quarter's first day" grep -q '^beds,RRK,2018-04-01,,,700,' pack/observation.csv

# Two rows of headings: months over what is counted, and the other way round; marks beside figures.
clear() { cp empty/observation.csv pack/observation.csv 2>/dev/null || rm -f pack/observation.csv; }
clear
cat >double.csv <<'END'
Four-hour performance
,,Apr-18,,May-18,
Code,Trust,Numerator,Denominator,Numerator,Denominator
RRK,UHB,"9,000","10,000","8,500","10,100"
RR1,HEFT,"4,000 r",5000,*,"5,100"
,Total,"13,000","15,000","8,500","15,200"
END
run import double.csv pack --into observation --guess
says '^header,2-3,' "headings that repeat are told apart by the row above"
says '^period,header,' "the months are in it"
says '^numerator,Numerator,' "what is counted stands below"
sed 's/^measure,,,/measure,,share,/' out >double.map.csv
run import double.csv pack --into observation --map double.map.csv
is 0 "two rows of headings"
says "I14: a figure has the mark 'r' behind it \(revised\?\): the figure is taken" "a mark is said"
double='share,RR1,2018-04-01,4000,5000,, share,RRK,2018-04-01,9000,10000,, share,RRK,2018-05-01,8500,10100,,'
holds "$double" "each month has its own parts"
clear
cat >double.csv <<'END'
,Numerator,,Denominator,
Code,Apr-18,May-18,Apr-18,May-18
RRK,"9,000","8,500","10,000","10,100"
RR1,"4,000¹",<5,5000 (2),"5,100"
END
run import double.csv pack --into observation --map double.map.csv
is 2 "a mapping for other rows"
run import double.csv pack --into observation --guess
says '^header,1-2,' "the months may stand below"
sed 's/^measure,,,/measure,,share,/' out >double.map.csv
run import double.csv pack --into observation --map double.map.csv
is 0 "and what is counted above"
says "I06: '<5' stands for a figure that is withheld" "fewer than five is no figure"
holds "$double" "the same figures"
for lines in 1 12; do
    awk -v lines=$lines '{ print } NR == 1 { for (i = 0; i < lines; i++) print "" }' double.csv >apart.csv
    run import apart.csv pack --into observation --guess
    sed 's/^measure,,,/measure,,share,/' out >apart.map.csv
    if [ $lines = 1 ]; then
        clear
        run import apart.csv pack --into observation --map apart.map.csv
        is 0 "an empty line between two rows of headings"
        holds "$double" "is no heading"
    else
        says '^header,14,' "a row far above is no heading: what is proposed can be read"
    fi
done
sed 's/^header,.*/header,1-900000000,/' double.map.csv >deep.map.csv
run import double.csv pack --into observation --map deep.map.csv
is 1 "headings are in a few rows"
says 'deep.map.csv:.*expected a row, or two as 14-15' "and more are refused at once"
clear
cat >marks.html <<'END'
<table><tr><th>Month</th><th>Code</th><th>Delayed days</th></tr>
<tr><td>Apr-18</td><td>RRK</td><td>98<sup>1</sup></td></tr>
<tr><td>May-18</td><td>RRK</td><td>1,204 [note 2]</td></tr>
<tr><td>Jun-18</td><td>RRK</td><td>(12)</td></tr>
<tr><td>Jul-18</td><td>RRK</td><td>&mdash;</td></tr></table>
END
run import marks.html pack --into observation
is 0 "marks of footnotes"
says "I14: .*mark '¹' behind it \(a note\?\)" "a raised figure is no digit"
says "I15: 'days' is below zero in 1 row, here -12 of 'RRK' in June 2018" "brackets are a minus, and said to be"
holds 'days,RRK,2018-04-01,,,98, days,RRK,2018-05-01,,,1204, days,RRK,2018-06-01,,,-12,' "figures without their marks"

# What a person has to decide.
refused() { # TEXT PATTERN NAME
    printf '%s\n' "$1" >bad.csv
    cp pack/observation.csv before.csv
    run import bad.csv pack --into observation
    is 1 "$3"
    says "$2" "$3"
    same before.csv pack/observation.csv "$3: nothing is written"
}
refused 'measure,place,period,value
days,E08000025,2018-04,5
days,E08000025,2018-04,6' 'I09: .*stands in row 2 already, with other figures' "twice, with two figures"
refused 'measure,place,period,value
days,E08000025,Q1 2018,5' 'two readings' "a quarter of either year"
refused 'measure,place,period,value
days,E08000025,2018-04,about five
days,E08000025,2018-05,5
days,E08000025,2018-06,6' "I07: 'about five' is not a number" "a text for a figure"
refused 'measure,place,period,value
beds,E08000025,April 2018,5' 'I05: a period is a month, and the measure .beds. is by quarter' "months for a quarterly measure"
refused 'measure,place,period,numerator,denominator,value
share,RRK,2018-04,90,100,0.9' 'I13: .*is 0.9, but numerator / denominator times 100 is 90' "a share for a percentage"
refused 'measure,place,period,value
days,E08000025,2018-04-15,5' 'I05: 2018-04-15 is not the first day of a month' "a day inside a month"

# A council that merged, a trust that took over another, a day without returns, a sum.
months() { # PLACE FROM TO VALUES...
    place=$1
    shift
    for value in "$@"; do
        n=$((n + 1))
        printf 'days,%s,2018-%02d-01,%s\n' "$place" "$n" "$value"
    done
}
{
    echo 'measure,place,period,numerator'
    n=0 months E06000028 100 101 99
    n=3 months E06000058 250 251 249 250 252 248
    n=0 months RR1 500 510 490 500 505 495
    n=0 months RRK 400 410 390 400 405 395 900 905 895
} >merged.csv
run import merged.csv pack --into observation --dry-run
is 0 "merged places are no error"
says "'E06000028' \(Bournemouth\) ends with March 2018, and the table goes on to September 2018; then begins 'E06000058'" "a merged council"
says "'RR1' \(Heart of England\) ends with June 2018.*successor is 'RRK'" "a closed trust"
says "'days' of 'RRK' goes from 400 to 900 after June 2018, when 'RR1' ends: it seems to have taken it over" "a trust that doubles"
{
    echo 'measure,place,period,numerator'
    for place in RRK RR1 E08000025; do
        for day in 01 02 03 04 05 06 07 08 09 10 11 12; do
            value=7$day
            [ $day = 09 ] && value=0
            echo "daily,$place,2022-06-$day,$value"
        done
    done
} >zeros.csv
{ # the new council's first return is a month late; that another place jumps then is its own affair
    echo 'measure,place,period,numerator'
    n=0 months E06000028 100 101 99
    n=4 months E06000058 250 251 249 250 252
    n=0 months E08000025 50 51 50 150 151 149 150 151 150
} >late.csv
run import late.csv pack --into observation --dry-run
says "'E06000028' \(Bournemouth\) ends with March 2018.*; then begins 'E06000058'" "a council that begins late"
if grep -q "taken it over" messages; then not_ok "no other place is said to have taken it over" "$messages"; else ok; fi
run import zeros.csv pack --into observation --dry-run
says "'daily' is 0 in 9 June 2022 for 3 of the table's 3 places, and never near 0 otherwise" "returns that were not made"
run import zeros.csv pack --into observation --guess
sed 's/^zero,,,/zero,,missing,/' out >zeros.map.csv
run import zeros.csv pack --into observation --map zeros.map.csv
says 'taken as missing' "zeros can be made missing"
yes "a return that was not made is empty" grep -q '^daily,RRK,2022-06-09,,,,' pack/observation.csv
{
    echo 'measure,place,period,numerator'
    for m in 04 05 06; do
        printf 'days,RRK,2018-%s,5\ndays,RR1,2018-%s,6\ndays,E92000001,2018-%s,11\n' $m $m $m
    done
} >sum.csv
run import sum.csv pack --into observation --dry-run
says "of 'E92000001' is the sum of the other places" "a total that is a sum"

# Shapes of published dashboards: marks behind periods, a year over its months, notes below, per cent.
cat >>pack/measure.csv <<'END'
happy,Satisfied users,%,higher,,year,statistic: NHS England
END
rm -rf plain && cp -r pack plain && cp empty/observation.csv plain/
printf 'Council,2015-16,2016-17 [r],2017-18 (provisional),Mean\nBirmingham,63%%,64.5,65.1%%,64\n' >marks.csv
into() { # FILE MEASURE OPTION...: by the proposed mapping, of that measure
    run import "$1" plain --into observation --guess
    sed "s/^measure,,,/measure,,$2,/" out >of.map.csv
    file=$1
    shift 2
    run import "$file" plain --into observation --map of.map.csv "$@"
}
into marks.csv happy
is 0 "marks behind periods"
says "I14: the period '2017-18 \(provisional\)' has the mark '\(provisional\)' behind it" "are said"
says 'Mean: warning I16: this column has figures' "a column that is no period is said to be left out"
yes "95% is 95 of a measure in per cent" grep -q '^happy,E08000025,2015-04-01,,,63,' plain/observation.csv
yes "as it is where no sign stands" grep -q '^happy,E08000025,2016-04-01,,,64.5,' plain/observation.csv
yes "the period without its mark" grep -q '^happy,E08000025,2017-04-01,,,65.1' plain/observation.csv
printf 'Council,2015-16,2016-17,2017-18\nBirmingham,0.63,0.64,0.65\n' >shares.csv
into shares.csv happy --dry-run
says "I17: 'happy' is in per cent, and all its figures lie between 0 and 1, here 0.63" "shares of one"
printf 'Council,2018/19,,,2019/20\n,Feb,Mar,YTD,Apr\nBirmingham,1,2,3,4\n' >years.csv
into years.csv days
says '^3 observations added' "a year over its months"
yes "each in its year" grep -q '^days,E08000025,2019-02-01,,,1' plain/observation.csv
yes "and in the next" grep -q '^days,E08000025,2019-04-01,,,4' plain/observation.csv
says 'YTD: warning I16' "what is no month of it is said"
printf 'Period,Delayed days\nApr-18,7\nMay-18,8\nJun-18,9\nJul-18,9\n,\nNotes:,\n1. Provisional,\n' >notes.csv
run import notes.csv plain --into observation --guess
sed 's/^place,,,/place,,E08000025,/' out >notes.map.csv
run import notes.csv plain --into observation --map notes.map.csv --dry-run
says 'It would be: 4 observations' "notes in the column of periods are no periods"
says 'I03: 2 rows without' "and are said"
printf 'Indicator,Area,Sex,Period,Value\nDelayed days,Birmingham,Persons,Apr-18,9\nDelayed days,Birmingham,Male,Apr-18,4\n' >sexes.csv
run import sexes.csv plain --into observation
is 1 "men beside all"
says "I09: .*column C tells them apart: 'Persons', 'Male'" "the column that tells them apart"

# Line ends and quotes of the package's file stay.
printf 'measure,place,period_start,numerator,denominator,value,status,source\r\n"days",E08000025,2018-04-01,,,54,,"x, y"\r\n' >pack/observation.csv
printf 'measure,place,period,value\ndays,E08000025,2018-05,55\n' >one.csv
run import one.csv pack --into observation
is 0 "into a file of Windows"
head -n 2 pack/observation.csv | tail -n 1 >a
printf '"days",E08000025,2018-04-01,,,54,,"x, y"\r\n' >b
same a b "the old row is as it was"
yes "the new one ends as the others do" test "$(grep -c "$(printf '\r')" pack/observation.csv)" = 3

run import one.csv --into observation
is 2 "a package is asked for"
run import one.csv pack --into budget
is 2 "other tables are refused"
run import nowhere.csv pack --into observation
is 2 "a file that is not there"
printf 'what,where,means,about\nplaice,Code,,\n' >wrong.map.csv
run import one.csv pack --into observation --map wrong.map.csv
is 1 "a wrong mapping"
says 'line 2.*plaice.*expected table, header' "its line is named"
finish
