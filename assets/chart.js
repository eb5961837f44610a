// Points of a chart say what they are when they are pointed at or reached by keyboard. A chart is one stop
// of the Tab key; arrows, Home and End move along it.
const tooltip = document.createElement('div');
tooltip.className = 'tooltip';
tooltip.setAttribute('aria-hidden', 'true'); // the point has the same words as its name
tooltip.hidden = true;
document.body.append(tooltip);

function show(point) {
  tooltip.textContent = point.getAttribute('aria-label');
  tooltip.hidden = false;
  const box = point.getBoundingClientRect();
  const left = Math.min(box.left + scrollX, scrollX + document.documentElement.clientWidth - tooltip.offsetWidth - 8);
  tooltip.style.left = `${Math.max(8, left)}px`;
  tooltip.style.top = `${Math.max(0, box.top + scrollY - tooltip.offsetHeight - 8)}px`;
}

function hide() {
  tooltip.hidden = true;
}

function move(event) {
  const steps = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, Home: -Infinity, End: Infinity };
  const point = event.target.closest?.('.chart-point');
  if (event.key === 'Escape') hide();
  if (!point || !(event.key in steps)) return;
  const points = [...point.closest('svg').querySelectorAll('.chart-point')];
  const at = Math.max(0, Math.min(points.length - 1, points.indexOf(point) + steps[event.key]));
  event.preventDefault();
  point.setAttribute('tabindex', '-1');
  points[at].setAttribute('tabindex', '0');
  points[at].focus();
}

for (const name of ['focusin', 'pointerover'])
  document.addEventListener(name, (event) => {
    const point = event.target.closest?.('.chart-point');
    if (point) show(point);
    else hide();
  });
document.addEventListener('keydown', move);
