// The pictures of README and docs: screenshots.mjs WEFT SOURCE FOLDER
//
// SPDX-License-Identifier: MIT
import { writeFileSync } from 'node:fs';
import { browse, serve } from './site.mjs';

const [weft, source, folder] = process.argv.slice(2);
const site = await serve(weft, `${source}/examples/birmingham-solihull`, '--as-at', '2018-09-30');
const browser = await browse();
const pictures = [
  ['site-overview', '/', 1280, 1000],
  ['site-measure', '/measures/dtoc-total', 1280, 1000],
  ['site-system', '/system?year=2018%2F19', 1280, 1000],
  ['site-money', '/money', 1280, 1100],
  ['site-item', '/plan/items/bham-3.2', 1280, 900],
  ['site-what-if', '/what-if?capacity.home-care=500', 1280, 900],
  ['site-phone', '/measures/dtoc-total', 360, 740],
];
for (const [name, path, width, height] of pictures) {
  const page = await browser.newPage({ viewport: { width, height }, locale: 'en-GB' });
  await page.goto(site.address + path);
  for (let i = 0; i < 240 && (await page.locator('[data-pending], [data-refining]').count()); i += 1) await page.waitForTimeout(500);
  await page.screenshot({ path: `${folder}/${name}.png` });
  await page.close();
}
writeFileSync(`${folder}/forecast.svg`, await (await fetch(`${site.address}/measures/dtoc-total/forecast.svg`)).text());
await browser.close();
site.stop();
