// A weft that serves, a browser that looks at it, and a count of what was found.
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { chromium } from 'playwright-core';

export const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let passed = 0;
let failed = 0;

// Counts one thing that a user relies on; says what was found instead.
export function check(name, good, found = '') {
  if (good) passed += 1;
  else {
    failed += 1;
    console.log(`not ok: ${name}${found === '' ? '' : `: ${typeof found === 'string' ? found : JSON.stringify(found)}`}`);
  }
}

export function finish() {
  console.log(`${passed} passed, ${failed} failed`);
  process.exit(failed || !passed ? 1 : 0);
}

// Starts weft on a free port; resolves to its address once the model has run.
export async function serve(weft, folder, ...options) {
  const child = spawn(weft, ['serve', folder, '--listen', '127.0.0.1:0', ...options], { stdio: ['ignore', 'pipe', 'ignore'] });
  const address = await new Promise((resolve, reject) => {
    let said = '';
    child.stdout.on('data', (text) => {
      const found = /http:\/\/[0-9.:]+/.exec((said += text));
      if (found) resolve(found[0]);
    });
    child.on('exit', (status) => reject(new Error(`weft serve ${folder} ended with status ${status}`)));
  });
  for (let i = 0; i < 1200; i += 1) {
    const health = await (await fetch(`${address}/healthz`)).json();
    if (health.brief !== 'being made') break;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  return { address, stop: () => child.kill('SIGTERM') };
}

export async function browse() {
  return chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
      '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
}
