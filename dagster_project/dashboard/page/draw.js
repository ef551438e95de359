// Charts: the specifications that came with the page, drawn over a view's rows. Those in sight first, the others when the
// browser has time, so that the page is ready early.

const waiting = new Map();
const watcher = new IntersectionObserver((entries) => {
  for (const entry of entries) if (entry.isIntersecting) drawNow(entry.target);
}, { rootMargin: '200px' });

function drawLater(place, view, rows, description) {
  waiting.set(place, { view, rows, description });
  place.setAttribute('data-drawn', 'no');
  watcher.observe(place);
  whenIdle();
}

let idle = false;
function whenIdle() {
  if (idle) return;
  idle = true;
  const later = window.requestIdleCallback ?? ((work) => setTimeout(work, 50));
  later(async () => {
    const next = waiting.keys().next().value;
    if (next) await drawNow(next);
    idle = false;
    if (waiting.size) whenIdle();
  });
}

const isDark = () => state.appearance === 'dark'
  || (state.appearance === 'auto' && matchMedia('(prefers-color-scheme: dark)').matches && !matchMedia('print').matches);

async function drawNow(place) {
  const wanted = waiting.get(place);
  if (!wanted) return;
  waiting.delete(place);
  watcher.unobserve(place);
  const { view, rows, description } = wanted;
  const specification = { ...DATA.figures[language][view], datasets: { rows }, description };
  try {
    const { view: drawn } = await window.vegaEmbed(place, specification, {
      mode: 'vega-lite', renderer: 'svg', actions: false, ast: true, defaultStyle: false,
      config: DATA.configurations[isDark() ? 'dark' : 'light'],
      formatLocale: DATA.locales[language].number, timeFormatLocale: DATA.locales[language].time,
      tooltip: { disableDefaultStyle: true },
    });
    if (view === 'themes' && FREE) {
      drawn.addEventListener('click', (event, item) => { if (item?.datum?.theme) choose({ theme: item.datum.theme }); });
    }
    place.setAttribute('data-drawn', 'yes');
  } catch (error) {
    place.replaceChildren(element('p', { class: 'empty' }, say('page.broken', { reason: error.message })));
    place.setAttribute('data-drawn', 'failed');
  }
}
