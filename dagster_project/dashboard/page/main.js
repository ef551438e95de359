// Draws the page anew whenever a choice changes.

const DRAW = { kpis: drawKpis, journey: drawJourney, follow_ups: drawFollowUps, comments: drawComments, quality: drawQuality };

function leadOf(view) {
  const { terms, currency } = DATA.meta;
  const key = view === 'themes' && !FREE ? 'themes.lead_general' : `${view}.lead`;
  return say(key, { target: terms.first_response_target_minutes, currency });
}

function titleOf(view) {
  const title = view === 'segments' ? say(`segments.title_${state.compared}`) : say(`${view}.title`);
  return ['nps_trend', 'segments'].includes(view) && netMetric() === 'enps' ? title.replace('NPS', 'eNPS') : title;
}

function summaryOf(view, rows) {
  const last = rows.filter((row) => row.value !== null && row.value !== undefined).at(-1);
  if (view !== 'nps_trend' || !last) return `${titleOf(view)}. ${leadOf(view)}`;
  return say('nps_trend.summary', { count: number(rows.length), value: signed(last.value), lower: signed(last.ci_lower),
    upper: signed(last.ci_upper), n: number(last.respondent_count) });
}

function drawView(view) {
  const section = document.getElementById(view.name);
  const body = section.querySelector('.body');
  const selection = SELECT[view.name]();
  const rows = decorated(view.name, selection.rows);
  section.querySelector('h2').textContent = titleOf(view.name);
  section.querySelector('.lead').textContent = leadOf(view.name);
  section.querySelector('.notes').replaceChildren(
    ...(view.name === 'kpis' ? [] : notesOf(view.name, rows, selection.said)).map((note) => element('p', {}, note)));
  if (view.figure) drawFigure(body, view.name, rows, selection);
  else DRAW[view.name](body, selection);
  fillTable(section, view, rows);
  fillPictures(section, view.name);
  section.querySelector(':scope > .more').hidden = !rows.length;
}

function drawFigure(body, view, rows, { said }) {
  const parts = view === 'segments' ? [element('div', { class: 'line' },
    chooser('compared', say('segments.by'), PLACES.map((place) => [place, say(`filter.${place}`)])))] : [];
  const focused = document.activeElement?.dataset?.choice === 'compared';
  if (!rows.length) {
    body.replaceChildren(...parts, element('p', { class: 'empty' }, said.length ? '' : say('view.empty')));
  } else {
    const place = element('div', { class: 'chart' });
    body.replaceChildren(...parts, place);
    drawLater(place, view, rows, summaryOf(view, rows));
  }
  if (focused && view === 'segments') body.querySelector('[data-choice]').focus();
}

function fillTable(section, view, rows) {
  const details = section.querySelector('.more details:not(.body details)');
  const place = details.querySelector('.scroll');
  const shown = rows.filter((row) => !row.is_gap);
  const write = () => place.replaceChildren(tableElement(view.columns, shown, titleOf(view.name)));
  place.replaceChildren();
  place.setAttribute('aria-label', titleOf(view.name));
  details.ontoggle = () => { if (details.open && !place.childElementCount) write(); };
  if (details.open) write();
  const button = section.querySelector('.csv');
  button.setAttribute('aria-label', say('view.csv_label', { view: titleOf(view.name) }));
  button.onclick = () => download(`${view.name}_${DATA.meta.as_of}.csv`, csvText(view.columns, shown));
}

function fillPictures(section, view) {
  const addresses = isOpening() ? DATA.pictures[view]?.[language] ?? {} : {};
  const links = Object.entries(addresses).map(([format, href]) =>
    element('a', { href, 'aria-label': say('view.picture_label', { view: titleOf(view), format: format.toUpperCase() }) }, format.toUpperCase()));
  section.querySelector('.pictures').replaceChildren(...links);
}

function drawPage() {
  language = state.language;
  document.documentElement.lang = language;
  document.documentElement.dataset.appearance = isDark() ? 'dark' : 'light';
  for (const place of document.querySelectorAll('[data-text]')) place.textContent = say(place.dataset.text);
  for (const place of document.querySelectorAll('[data-label]')) place.setAttribute('aria-label', say(place.dataset.label));
  document.title = say(`page.title_${DATA.meta.edition}`);
  document.getElementById('as_of').textContent = say('page.as_of', { date: dayName(DATA.meta.as_of) });
  document.getElementById('built').textContent = say('page.built', { build: DATA.meta.build_id, time: DATA.meta.published_at });
  fillFilters();
  document.getElementById('shown').textContent = shownText() + (published() ? '' : ` ${say(FREE ? 'view.sliced' : 'view.not_published')}`);
  for (const view of DATA.views) drawView(view);
}

readAddress();
listeners.push(drawPage);
listenToFilters();
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', drawPage);
matchMedia('print').addEventListener('change', drawPage);
document.querySelector('.skip').addEventListener('click', (event) => {
  event.preventDefault(); // what stands after the # of the address is what the reader has chosen
  document.getElementById('figures').focus();
});
addEventListener('hashchange', () => { readAddress(); drawPage(); });
drawPage();
document.documentElement.dataset.ready = 'yes';
