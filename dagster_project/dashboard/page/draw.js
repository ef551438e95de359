// Charts: the specifications that came with the page, drawn over a view's rows. Those in sight first, the others when the
// browser has time, so that the page is ready early.

const waiting = new Map();
const shown = new Map();
const watcher = new IntersectionObserver((entries) => {
  for (const entry of entries) if (entry.isIntersecting) drawNow(entry.target);
}, { rootMargin: '200px' });

function drawLater(place, view, rows, description) {
  forget();
  waiting.set(place, { view, rows, description });
  place.setAttribute('data-drawn', 'no');
  watcher.observe(place);
  whenIdle();
}

// What a newer choice has replaced is neither drawn any more nor kept: each chart listens to the size of the window.
function forget() {
  for (const place of waiting.keys()) {
    if (!place.isConnected) { waiting.delete(place); watcher.unobserve(place); }
  }
  for (const [place, chart] of shown) {
    if (!place.isConnected) { shown.delete(place); chart.finalize(); }
  }
}

// A height in steps cannot be fitted to a width, which Vega-Lite would say in the console.
function sized(specification, rows) {
  const step = specification.height?.step;
  return step ? { ...specification, height: step * distinct(rows, 'label').length } : specification;
}

let idle = false;
function whenIdle() {
  if (idle) return;
  idle = true;
  const work = async () => {
    const next = waiting.keys().next().value;
    if (next) await drawNow(next);
    idle = false;
    if (waiting.size) whenIdle();
  };
  if (window.requestIdleCallback) requestIdleCallback(work, { timeout: 300 }); // some browsers are never idle
  else setTimeout(work, 50);
}

// Paper is light, whatever the screen is.
const isDark = () => !matchMedia('print').matches && (state.appearance === 'dark'
  || (state.appearance === 'auto' && matchMedia('(prefers-color-scheme: dark)').matches));

// On a telephone a legend is a column, and what stands on axes is smaller.
function configuration(isNarrow) {
  const given = DATA.configurations[isDark() ? 'dark' : 'light'];
  if (!isNarrow) return given;
  return { ...given, legend: { ...given.legend, direction: 'vertical' }, axis: { ...given.axis, labelFontSize: 10, labelLimit: 130 } };
}

async function drawNow(place) {
  const wanted = waiting.get(place);
  if (!wanted) return;
  waiting.delete(place);
  watcher.unobserve(place);
  const { view, rows, description } = wanted;
  const specification = { ...sized(DATA.figures[language][view], rows), datasets: { rows }, description };
  if (specification.params) specification.params = specification.params.map((one) => ({ ...one, value: state[one.name] }));
  try {
    const { view: drawn, finalize } = await window.vegaEmbed(place, specification, {
      mode: 'vega-lite', renderer: 'svg', actions: false, ast: true, defaultStyle: false,
      config: configuration(place.clientWidth < 420),
      formatLocale: DATA.locales[language].number, timeFormatLocale: DATA.locales[language].time,
      tooltip: { disableDefaultStyle: true },
      logLevel: 1, // errors: a layer without rows is no reason to speak in the console
    });
    if (view === 'themes' && FREE) {
      drawn.addEventListener('click', (event, item) => { if (item?.datum?.theme) choose({ theme: item.datum.theme }); });
    }
    shown.set(place, { finalize });
    place.setAttribute('data-drawn', 'yes');
  } catch (error) {
    place.replaceChildren(element('p', { class: 'empty' }, say('page.broken', { reason: error.message })));
    place.setAttribute('data-drawn', 'failed');
  }
}
