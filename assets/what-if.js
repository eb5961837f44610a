// The what-if page with script: each number has a slider beside it; as one is let go the question goes
// into the address and the answer is drawn anew, without leaving the page.
const form = document.getElementById('question');

function query() {
  const fields = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    const plain = document.getElementById(name).defaultSetting ?? '';
    if (value !== '' && value !== '0' && value !== plain) fields.append(name, value);
  }
  return fields.toString().replaceAll('%2E', '.');
}

let latest = 0;

async function ask(address, mine) {
  const page = new DOMParser().parseFromString(await (await fetch(address)).text(), 'text/html');
  if (mine !== latest) return;
  const answer = page.getElementById('answer');
  if (!answer) {
    location.assign(address); // a question that is refused: its own page says why
    return;
  }
  document.getElementById('answer').replaceWith(answer);
  watch(address, mine);
}

// An answer that is still being worked out is looked at again.
function watch(address, mine) {
  const { pending, refining } = document.getElementById('answer').dataset;
  if (pending || refining) setTimeout(() => mine === latest && ask(address, mine), pending ? 150 : 2000);
}

function changed() {
  const text = query();
  const address = '/what-if' + (text ? '?' + text : '');
  history.replaceState(null, '', address);
  ask(address, ++latest);
}

function addSlider(number) {
  const slider = document.createElement('input');
  slider.type = 'range';
  slider.min = number.dataset.least;
  slider.max = number.dataset.reach;
  slider.step = number.dataset.step;
  slider.value = number.value || 0;
  slider.setAttribute('aria-label', document.querySelector(`label[for="${CSS.escape(number.id)}"]`).textContent);
  number.before(slider);
  slider.addEventListener('input', () => (number.value = slider.value === '0' ? '' : slider.value));
  slider.addEventListener('change', changed);
  number.addEventListener('change', () => (slider.value = number.value || 0));
}

if (form) {
  for (const number of form.querySelectorAll('input[type=number]')) addSlider(number);
  for (const id of ['base', 'from']) {
    const field = document.getElementById(id);
    field.defaultSetting = new URLSearchParams(location.search).has(id) ? '' : field.value;
  }
  form.addEventListener('change', (event) => event.target.type !== 'range' && changed());
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    changed();
  });
  watch(location.href, latest);
}
