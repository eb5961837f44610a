// What script adds to pages that work without it: the components of nhsuk-frontend, and a page that
// waits for the model looks again by itself when the model has run.
import { initAll } from './nhsuk/nhsuk.js';
import './chart.js';
import './what-if.js';

initAll();

const wait = document.getElementById('wait');

async function look() {
  try {
    const health = await (await fetch('/healthz')).json();
    if (health.brief !== 'being made') {
      location.reload();
      return;
    }
    const percent = wait.querySelector('p');
    if (percent) percent.textContent = percent.textContent.replace(/\d+%/, Math.round(100 * health.progress) + '%');
  } catch {
    // the server is away: look again later
  }
  setTimeout(look, 2000);
}

if (wait && wait.textContent.includes('%')) setTimeout(look, 2000);
