// Every kind of page: no accessibility fault, no error, nothing wider than a narrow screen, JSON beside it;
// and with markup in every text of the package, none of it runs. crawl.mjs WEFT SOURCE
//
// SPDX-License-Identifier: MIT
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { axeSource, browse, check, finish, serve } from './site.mjs';

const [weft, source] = process.argv.slice(2);
const example = `${source}/examples/oxfordshire`;
// Pages that refuse what was asked, with the status that says so.
const refused = {
  '/nothing-here': 404, '/plan/items/there-is-none': 404, '/measures/there-is-none': 404,
  '/plan?kind=bogus': 422, '/measures/dtoc-total?place=nowhere': 404, '/what-if?capacity.home-care=lots&from=soon': 422,
};
const evil = '"\'><script>window.hacked = 1</script><img src=x onerror="window.hacked = 1">{{7*7}}';

// The kind of an address: its route, with the names of its fields.
function kindOf(path) {
  const url = new URL(path, 'http://x');
  const route = url.pathname
    .replace(/^\/plan\/items\/[^/]+/, '/plan/items/ID')
    .replace(/^\/measures\/[^/]+/, '/measures/ID')
    .replace(/^\/data\/[^/]+/, '/data/TABLE')
    .replace(/^\/system\/settings\/[^/]+/, '/system/settings/ID');
  return `${route}?${[...url.searchParams.keys()].sort().join('&')}`;
}

const isPage = (path) => !/\.(csv|svg|json)(\?|$)/.test(path) && !/^\/(brief|metrics|healthz)/.test(path);

// Visits pages from the first one on, so many of a kind; look(page, path, status) is told of each.
async function crawl(page, address, ofKind, look) {
  const seen = new Set();
  const kinds = new Map();
  const queue = ['/', '/search?q=care', '/search?q=zzzz', '/what-if?capacity.home-care=20', '/plan?q=zzzz', '/help', ...Object.keys(refused)];
  while (queue.length) {
    const path = queue.shift();
    const kind = kindOf(path);
    if (seen.has(path) || (!(path in refused) && (kinds.get(kind) ?? 0) >= ofKind) || !isPage(path)) continue;
    seen.add(path);
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    const response = await page.goto(address + path);
    await look(page, path, response.status());
    const links = await page.$$eval('a[href^="/"]', (all) => all.map((a) => a.getAttribute('href').replace(/#.*/, '')));
    queue.push(...links);
  }
  return [seen.size, kinds.size];
}

const browser = await browse();

// --- as it is ----------------------------------------------------------------------------------
for (const [name, title, ofKind] of [['oxfordshire', 'Oxfordshire', 2], ['birmingham-solihull', 'Birmingham and Solihull', 1]]) {
  const site = await serve(weft, `${source}/examples/${name}`, '--as-at', '2018-09-30', '--replications', '1');
  const page = await browser.newPage();
  const errors = [];
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  page.on('pageerror', (error) => errors.push(error.message));
  const [pages, kinds] = await crawl(page, site.address, ofKind, async (_, path, status) => {
    const missing = path in refused;
    // Of a what-if question an answer is looked at, not the wait for it.
    if (path.startsWith('/what-if?') && !missing) await page.waitForSelector('#answer:not([data-pending])', { timeout: 60000 });
    check(`${path}: status`, status === (refused[path] ?? 200), status);
    if (!missing) check(`${path}: no error in the console`, errors.length === 0, errors);
    errors.length = 0;
    await page.evaluate(axeSource);
    const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
    check(`${path}: axe`, violations.length === 0,
      violations.map((v) => `${v.id} (${v.nodes.length}): ${v.nodes[0].target} ${v.nodes[0].html.slice(0, 160)}`).join('\n    '));
    const [levels, own, inline, bare, language] = await page.evaluate(() => [
      [...document.querySelectorAll('h1, h2, h3, h4')].map((heading) => Number(heading.tagName[1])), document.title,
      document.querySelectorAll('[style], style, script:not([src]), [onclick]').length,
      [...document.querySelectorAll('main table')].filter((table) => !table.caption).length, document.documentElement.lang]);
    check(`${path}: one heading of the first level, and no level passed over`,
      levels.filter((level) => level === 1).length === 1 && levels.every((level, i) => i === 0 || level <= levels[i - 1] + 1), levels);
    check(`${path}: a title of its own`, own.includes(title) && own.length > title.length + 3, own);
    check(`${path}: every table has a caption, and the page a language`, bare === 0 && language === 'en-GB', [bare, language]);
    check(`${path}: no style or script inside`, inline === 0, inline);
    await page.setViewportSize({ width: 320, height: 640 });
    // The menu of the header folds a moment after the window has become narrow.
    let wide;
    for (let tries = 0; tries < 20; tries++) {
      wide = await page.evaluate(() => document.documentElement.scrollWidth);
      if (wide <= 320) break;
      await page.waitForTimeout(50);
    }
    check(`${path}: no wider than 320 pixels`, wide <= 320, wide);
    await page.setViewportSize({ width: 800, height: 1100 });
    await page.emulateMedia({ media: 'print' });
    const [menu, addresses, paper] = await page.evaluate(() => [
      [...document.querySelectorAll('nav, search, form')].filter((one) => one.checkVisibility()).length,
      [...document.querySelectorAll('a')].filter((a) => a.checkVisibility() && getComputedStyle(a, '::after').content.includes('Link')).length,
      document.documentElement.scrollWidth]);
    check(`${path}: on paper no ways to click, no addresses behind links, nothing cut off`,
      menu === 0 && addresses === 0 && (paper <= 800 || path.startsWith('/data/')), [menu, addresses, paper]);
    await page.emulateMedia({ media: null });
    await page.setViewportSize({ width: 1280, height: 800 });
    if (missing || path.startsWith('/help')) return;
    const json = await fetch(`${site.address}/api/v1${path}`);
    check(`${path}: as JSON`, json.status === 200 && typeof (await json.json()) === 'object', json.status);
  });
  console.log(`${pages} pages of ${kinds} kinds`);
  check('enough kinds of pages', kinds >= 20, kinds);
  await page.goto(`${site.address}/brief`);
  await page.evaluate(axeSource);
  const brief = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
  check('the brief: axe', brief.violations.length === 0, brief.violations.map((v) => `${v.id}: ${v.nodes[0].html.slice(0, 160)}`));
  if (name !== 'oxfordshire') {
    await page.close();
    site.stop();
    continue;
  }

  // What OpenAPI says is what JSON holds.
  const api = await (await fetch(`${site.address}/api/v1/openapi.json`)).json();
  const schemas = api.components.schemas;
  const fits = (value, schema) => {
    if (schema.$ref) return fits(value, schemas[schema.$ref.split('/').pop()]);
    if (schema.anyOf) return schema.anyOf.some((one) => fits(value, one));
    const types = [schema.type].flat();
    if (value === null) return types.includes('null');
    if (Array.isArray(value)) return types.includes('array') && value.every((one) => fits(one, schema.items));
    if (typeof value === 'object')
      return types.includes('object') && schema.required.every((key) => key in value) &&
        Object.entries(value).every(([key, one]) => key in schema.properties && fits(one, schema.properties[key]));
    return types.includes(typeof value) || (types.includes('integer') && Number.isInteger(value));
  };
  const known = { '{table}': 'action', '{id}': '' };
  for (const [path, { get }] of Object.entries(api.paths)) {
    const id = path.startsWith('/measures') ? 'dtoc-total' : path.startsWith('/system') ? 'home-care' : 'ox-1';
    let filled = path.replace('{table}', known['{table}']).replace('{id}', id);
    if (filled === '/plan/items/ox-1') {
      const plan = await (await fetch(`${site.address}/api/v1/plan`)).json();
      filled = `/plan/items/${plan.rows[0].id}`;
    }
    const answer = await fetch(`${site.address}/api/v1${filled}`);
    const body = await answer.json();
    check(`${filled}: as OpenAPI says`, answer.status === 200 && fits(body, get.responses['200'].content['application/json'].schema), answer.status);
  }
  await page.close();
  site.stop();
}

// --- with markup in every text ------------------------------------------------------------------
function rows(text) {
  const out = [[]];
  for (let i = 0, cell = '', quoted = false; i <= text.length; i += 1) {
    const c = text[i];
    if (quoted) {
      if (c === '"' && text[i + 1] === '"') (cell += '"'), (i += 1);
      else if (c === '"') quoted = false;
      else cell += c;
    } else if (c === '"') quoted = true;
    else if (c === ',' || c === '\n' || c === undefined) {
      out.at(-1).push(cell);
      cell = '';
      if (c === '\n' && i + 1 < text.length) out.push([]);
      if (c === '\n' && i + 1 === text.length) break;
    } else cell += c;
  }
  return out;
}

{
  const work = mkdtempSync(join(tmpdir(), 'weft-evil-'));
  cpSync(example, work, { recursive: true });
  // Texts that are words of the package's own language stay: they are not free.
  const fixed = new Set(['on_rows', 'on_column', 'weekdays', 'discharge_days', 'admission_days', 'currency', 'model_output', 'family', 'source', 'line', 'part_of', 'staff_group']);
  // The columns of free text, by what the site itself says of each table.
  const plain = await serve(weft, example, '--as-at', '2018-09-30', '--replications', '1');
  let changed = 0;
  for (const file of readdirSync(work).filter((name) => name.endsWith('.csv'))) {
    const { columns } = await (await fetch(`${plain.address}/api/v1/data/${file.replace('.csv', '')}`)).json();
    const [head, ...body] = rows(readFileSync(join(work, file), 'utf8'));
    for (const { name, values } of columns) {
      const at = head.indexOf(name);
      if (values !== 'text' || fixed.has(name) || at < 0) continue;
      for (const row of body) if (row[at]) (row[at] += ` ${evil}`), (changed += 1);
    }
    const quoted = (cell) => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
    writeFileSync(join(work, file), `${[head, ...body].map((row) => row.map(quoted).join(',')).join('\n')}\n`);
  }
  plain.stop();
  check('many texts are changed', changed > 300, changed);
  const site = await serve(weft, work, '--as-at', '2018-09-30', '--replications', '1');
  const page = await browser.newPage();
  let shown = 0;
  await crawl(page, site.address, 1, async (_, path, status) => {
    const [hacked, scripts, pictures] = await page.evaluate(() => [
      window.hacked ?? 0, [...document.querySelectorAll('script')].filter((s) => !s.src).length, document.querySelectorAll('img').length]);
    check(`${path}: markup in texts does nothing`, !hacked && !scripts && !pictures, [hacked, scripts, pictures]);
    check(`${path}: and the page is there`, status === 200 || path in refused, status);
    if ((await page.locator('body').innerText()).includes('window.hacked = 1</script>')) shown += 1;
  });
  check('the texts are shown as they are written', shown > 10, shown);
  for (const path of [`/search?q=${encodeURIComponent(evil)}`, `/plan?q=${encodeURIComponent(evil)}`, `/data/action?q=${encodeURIComponent(evil)}`, `/${encodeURIComponent(evil)}`]) {
    await page.goto(site.address + path);
    check(`${path}: markup in the address does nothing`, await page.evaluate(() => !window.hacked && !document.querySelector('img')));
  }
  const svg = await (await fetch(`${site.address}/measures/dtoc-total/chart.svg`)).text();
  check('no script in the picture', svg.startsWith('<svg') && !svg.includes('<script') && !svg.includes('<img'));
  site.stop();
  rmSync(work, { recursive: true });
}
await browser.close();
finish();
