// What users come for, each with script and without: stories.mjs WEFT SOURCE
//
// SPDX-License-Identifier: MIT
import { axeSource, browse, check, finish, serve } from './site.mjs';

const [weft, source] = process.argv.slice(2);
const site = await serve(weft, `${source}/examples/birmingham-solihull`, '--as-at', '2018-09-30', '--replications', '1');
const browser = await browse();

// Clicks and waits for the whole of the page that comes: counting what is there does not wait.
async function follow(page, link) {
  await Promise.all([page.waitForNavigation({ waitUntil: 'load' }), link.click()]);
}

// A board member finds why delayed transfers miss the target, in three clicks from the first page.
async function boardMember(page, how) {
  await page.goto(`${site.address}/`);
  check(`${how}: the first page answers`, /^(Yes|Partly|No|Not yet|Nobody)/.test(await page.locator('.answer').first().innerText()));
  const take = page.locator('section[aria-labelledby="take"]');
  check(`${how}: what it would take`, /will the plan meet its target\? No/.test(await take.innerText()) && (await take.innerText()).includes('it has to fall by'), await take.innerText());
  const seen = await page.locator('section[aria-labelledby="came"] svg desc').textContent();
  check(`${how}: what was expected, and what came until 2019`, /2019\/20|2020\/21/.test(seen) && seen.includes('With the plan'), seen);
  await page.setViewportSize({ width: 1280, height: 800 });
  const ends = await page.$$eval('.answers section, .cards .nhsuk-card, #look', (all) => all.map((one) => one.getBoundingClientRect().bottom));
  check(`${how}: both questions, the four cards and what to look at first begin on one screen`, ends.length === 7 && ends.every((end) => end <= 800), ends);
  await follow(page, page.getByRole('link', { name: 'The measures', exact: true }));
  await follow(page, page.getByRole('link', { name: 'Delayed transfers of care', exact: true }));
  const words = await page.locator('main').innerText();
  check(`${how}: the measure misses its target`, words.includes('will not meet the target unless something changes'));
  check(`${how}: the chart is there`, await page.locator('figure.chart svg').first().isVisible());
  check(`${how}: what the model expected, and what came`, words.includes('With the plan') && words.includes('2019/20'));
  check(`${how}: forecast and what came, drawn`, await page.locator('figure.wide-chart svg[aria-labelledby="forecast-title"]').isVisible());
  const late = page.locator('#plan + .thread li', { has: page.locator('.nhsuk-tag--red') }).first();
  await follow(page, late.getByRole('link').first());
  const item = await page.locator('main').innerText();
  check(`${how}: an item that should move it is late`, item.includes('late') && item.includes('What it leads to'), item.slice(0, 200));
  check(`${how}: and its thread comes back to the measure`, item.includes('Delayed transfers of care'));
}

async function answerOf(page) {
  for (let i = 0; i < 120; i += 1) {
    const answer = page.locator('#answer[data-pending], #answer[data-refining]');
    if ((await answer.count()) === 0) break;
    await page.waitForTimeout(500);
    if (!page.hasScript) await page.reload();
  }
  return page.locator('#answer').innerText();
}

// An analyst asks what ten more reablement places do, and sends the link.
async function analyst(page, how, otherContext) {
  await page.goto(`${site.address}/what-if`);
  await page.locator('summary', { hasText: 'Reablement' }).click();
  const field = page.locator('[name="capacity.reablement"]');
  await field.fill('10');
  if (page.hasScript) await field.blur();
  else await follow(page, page.getByRole('button', { name: 'Ask the model' }));
  for (let i = 0; i < 40 && !page.url().includes('capacity.reablement=10'); i += 1) await page.waitForTimeout(100);
  check(`${how}: the address holds the question`, page.url().includes('capacity.reablement=10'), page.url());
  if (page.hasScript) await page.waitForTimeout(600);
  const mine = await answerOf(page);
  check(`${how}: an answer`, /^The answer\s+In 20\d\d\/\d\d/.test(mine) && mine.includes('10 more visits a day'), mine.slice(0, 300));
  const chart = page.locator('figure.wide-chart svg[aria-labelledby="what-if-title"]');
  check(`${how}: the answer is drawn, with the difference`, (await chart.textContent()).includes('With the change') && (await chart.textContent()).includes('future by future'));
  const other = await otherContext.newPage();
  other.hasScript = page.hasScript;
  await other.goto(page.url());
  check(`${how}: whoever gets the link sees the same`, (await answerOf(other)) === mine);
  await other.close();
}

// What a change does most may lie before the last year: the answer says so.
async function manyPackages(page, how) {
  const address = `${site.address}/api/v1/what-if?capacity.home-care=500`;
  let told = await (await fetch(address)).json();
  for (let i = 0; i < 240 && (told.pending || told.refining); i += 1) {
    await page.waitForTimeout(500);
    told = await (await fetch(address)).json();
  }
  const size = (year) => Math.abs(year.difference);
  const most = told.years.reduce((a, b) => (size(b) > size(a) ? b : a));
  check(`${how}: most comes of it before the last year`, most.year !== told.values[0].year && size(most) > 2 * size(told.values[0]), told.years);
  check(`${how}: and the answer says when`, told.answer.includes(`The most it makes is in ${most.year}: `), told.answer);
}

// A planner lists what is late and opens the thread of one.
async function planner(page, how) {
  await page.goto(`${site.address}/`);
  await follow(page, page.getByRole('link', { name: 'The plan', exact: true }));
  await follow(page, page.getByRole('link', { name: 'Milestones late:' }));
  const rows = page.locator('#items ~ .scroll tbody tr');
  const count = await rows.count();
  check(`${how}: late milestones are listed`, count > 10, count);
  check(`${how}: and nothing else`, (await page.locator('#items ~ .scroll .nhsuk-tag--red').count()) === count);
  await follow(page, page.locator('#items ~ .scroll thead').getByRole('link', { name: 'Due' }));
  check(`${how}: sorted, in the address`, page.url().includes('sort=due') && page.url().includes('state=late'), page.url());
  await follow(page, rows.first().getByRole('link'));
  check(`${how}: the thread of one`, (await page.locator('main').innerText()).includes('Where it comes from'));
}

// An analyst looks where people are held up: the flow of a year, then the setting that they wait for.
async function flow(page, how) {
  await page.goto(`${site.address}/system`);
  await page.getByLabel('Year').selectOption('2018/19');
  await page.getByLabel('Picture of').selectOption('settings');
  await follow(page, page.getByRole('button', { name: 'Show', exact: true }));
  check(`${how}: year and picture are in the address`, page.url().includes('year=2018%2F19') && page.url().includes('by=settings'), page.url());
  const picture = page.locator('figure.flow svg');
  check(`${how}: who goes where`, (await picture.locator('title', { hasText: /^From .* to Home care: [0-9,]+ people, who keep their place/ }).count()) > 0);
  check(`${how}: who is delayed stands on it`, (await picture.locator('title', { hasText: 'are delayed in it on an average day' }).count()) > 0);
  check(`${how}: scenarios side by side, with their difference`, (await page.locator('figure.wide-chart svg', { hasText: 'The plan less doing nothing' }).count()) > 2);
  await follow(page, page.getByRole('link', { name: 'Home care', exact: true }).first());
  for (const title of ['Demand', 'People in it, and its capacity', 'In use', 'People who wait for it', 'Delayed elsewhere on the way to it'])
    check(`${how}: ${title} over time`, await page.locator('h2', { hasText: title }).locator('xpath=following::figure[1]').locator('svg').isVisible());
}

// A finance director sees what is left of the gap, and which lines close it.
async function money(page, how) {
  await page.goto(`${site.address}/`);
  await follow(page, page.getByRole('link', { name: 'The money', exact: true }));
  const bridge = page.locator('figure.wide-chart svg').first();
  const words = await bridge.textContent();
  check(`${how}: the bridge`, words.includes('The gap if nothing is done') && words.includes('Left open: £129.0m'), words.slice(0, 300));
}

// Somebody mistypes a link: what is wrong stands above the page and beside each field, and nothing is lost.
async function mistyped(page, how) {
  const response = await page.goto(`${site.address}/what-if?capacity.home-care=lots&demand.acute-uhb=900&from=soon&stay.home-care=5`);
  check(`${how}: the status says so`, response.status() === 422, response.status());
  const summary = page.locator('.nhsuk-error-summary');
  check(`${how}: a summary`, (await summary.innerText()).includes('There is a problem'));
  check(`${how}: each fault is in it`, (await summary.getByRole('link').count()) === 3, await summary.innerText());
  if (page.hasScript) {
    check(`${how}: it has the focus`, await page.evaluate(() => document.activeElement.className.includes('nhsuk-error-summary')));
    await page.evaluate(axeSource);
    const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
    check(`${how}: axe`, violations.length === 0, violations.map((v) => `${v.id}: ${v.nodes[0].html.slice(0, 160)}`));
  }
  check(`${how}: the title says so`, (await page.title()).startsWith('Error'), await page.title());
  for (const [name, typed] of [['capacity.home-care', 'lots'], ['demand.acute-uhb', '900'], ['from', 'soon']]) {
    const field = page.locator(`[name="${name}"]`);
    check(`${how}: ${name} is a text, without the limits of a number`, (await field.getAttribute('type')) === 'text' &&
      !(await field.getAttribute('min')) && !(await field.getAttribute('max')) && !(await field.getAttribute('step')));
    check(`${how}: ${name} as it was typed`, (await field.inputValue()) === typed && (await field.isVisible()));
    const words = await page.locator(`[id="${await field.getAttribute('aria-describedby')}"]`).innerText();
    check(`${how}: ${name} says what it must be`, words.includes('must be'), words);
  }
  check(`${how}: the good field is kept`, (await page.locator('[name="stay.home-care"]').inputValue()) === '5');
  check(`${how}: the model is not asked`, (await page.locator('#answer').innerText()).includes('once every field can be read'));
}

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? 'with script' : 'without script';
  const context = await browser.newContext({ javaScriptEnabled });
  const other = await browser.newContext({ javaScriptEnabled });
  const page = await context.newPage();
  page.hasScript = javaScriptEnabled;
  page.setDefaultTimeout(10000);
  for (const story of [boardMember, analyst, manyPackages, planner, flow, money, mistyped]) {
    try {
      await story(page, `${story.name}, ${how}`, other);
    } catch (error) {
      check(`${story.name}, ${how}`, false, error.message);
    }
  }
  await context.close();
  await other.close();
}

// The keyboard alone: the skip link comes first, and points of a chart are one stop, moved in by arrows.
const page = await browser.newPage();
await page.goto(`${site.address}/measures/dtoc-total`);
await page.keyboard.press('Tab');
check('the skip link comes first', (await page.evaluate(() => document.activeElement.textContent.trim())) === 'Skip to main content');
const point = page.locator('figure.wide-chart').first().locator('.chart-point[tabindex="0"]');
check('a chart is one stop of the Tab key', (await point.count()) === 1);
await point.focus();
const first = await page.evaluate(() => document.activeElement.getAttribute('aria-label'));
await page.keyboard.press('ArrowLeft');
const second = await page.evaluate(() => document.activeElement.getAttribute('aria-label'));
check('arrows move along it', second && first !== second, [first, second]);
check('and what it says is shown', (await page.locator('.tooltip').innerText()) === second);

// Nothing but keys: from the first page to what is late, and on to the thread of one.
async function tabTo(words) {
  for (let i = 0; i < 200; i += 1) {
    await page.keyboard.press('Tab');
    const [text, seen] = await page.evaluate(() => {
      const at = document.activeElement, style = getComputedStyle(at);
      const shown = at.checkVisibility() && (style.outlineStyle !== 'none' || style.boxShadow !== 'none');
      return [at.textContent.replace(/\s+/g, ' ').trim(), shown || at === document.body];
    });
    check(`keys alone: where the focus is can be seen (${text.slice(0, 40)})`, seen);
    if (words.test(text)) return true;
  }
  return false;
}
await page.goto(`${site.address}/`);
await page.keyboard.press('Tab');
await page.keyboard.press('Enter');
check('the skip link leads to the page itself', (await page.evaluate(() => document.activeElement.id)) === 'maincontent');
check('keys alone: to the plan', await tabTo(/^The plan$/));
await page.keyboard.press('Enter');
await page.waitForURL('**/plan');
check('keys alone: to the late actions', await tabTo(/^Actions late: \d+$/));
await page.keyboard.press('Enter');
await page.waitForURL('**state=late');
check('keys alone: to one of them', await tabTo(/^(1\.1\.i |Set up )/));
await page.keyboard.press('Enter');
await page.waitForURL('**/plan/items/**');
check('keys alone: its thread', (await page.locator('main').innerText()).includes('What it leads to'));

await browser.close();
site.stop();
finish();
