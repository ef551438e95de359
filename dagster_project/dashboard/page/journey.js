// The journey as a heat table: touchpoints in the order of the journey, weaker scores darker within their column.

function drawJourney(place, { rows }) {
  const steps = journeySteps(rows);
  const shown = new Set(steps.map((step) => step.touchpoint));
  const metrics = distinct(rows.filter((row) => shown.has(row.member)), 'metric');
  if (!steps.length) {
    place.replaceChildren(element('p', { class: 'empty' }, say('view.empty')));
    return;
  }
  const friction = state.kind === 'employee' ? { rows: [] } : frictionRows();
  const head = element('tr', {},
    ...[say('journey.order'), say('filter.touchpoint')].map((text) => element('th', { scope: 'col' }, text)),
    ...metrics.map((metric) => element('th', { scope: 'col', class: 'number' }, codeName(metric, 'metric'))),
    element('th', { scope: 'col', class: 'number' }, say('journey.friction')));
  const lines = steps.map((step) => element('tr', {},
    element('td', {}, step.journey_order === null ? '' : number(step.journey_order)),
    element('th', { scope: 'row' }, codeName(step.touchpoint, 'touchpoint'), ' ',
      step.is_moment_of_truth ? element('span', { class: 'tag' }, say('journey.moment')) : ''),
    ...metrics.map((metric) => heatCell(metric, step, rows)),
    element('td', { class: 'number' }, frictionText(friction.rows.find((row) => row.touchpoint === step.touchpoint)))));
  place.replaceChildren(element('div', { class: 'scroll whole', tabindex: 0, role: 'region', 'aria-label': say('journey.title') },
    element('table', { class: 'journey', 'aria-label': say('journey.title') }, element('thead', {}, head),
      element('tbody', {}, ...lines))));
}

function journeySteps(rows) {
  const known = table('coverage');
  const listed = new Set(known.map((row) => row.touchpoint));
  const others = distinct(rows, 'member').filter((member) => !listed.has(member) && member !== 'unknown');
  return [...known, ...others.map((touchpoint) => ({ touchpoint, journey_order: null, is_asked: true }))];
}

// Points that stand for the full colour at least, so that small differences stay pale.
const LEAST_SPAN = 20;

function heatCell(metric, step, rows) {
  const row = rows.find((one) => one.metric === metric && one.member === step.touchpoint);
  if (row?.is_suppressed) return element('td', { class: 'number hidden' }, say('view.hidden'));
  if (!row || row.value === null) {
    return element('td', { class: 'number none' }, say(step.is_asked === false ? 'journey.not_asked' : 'view.no_value'));
  }
  const values = rows.filter((one) => one.metric === metric && one.value !== null && !one.is_low_base).map((one) => one.value);
  const high = Math.max(...values);
  const span = Math.max(high - Math.min(...values), metric === 'nps' ? 2 * LEAST_SPAN : LEAST_SPAN);
  const weakness = row.is_low_base ? 0 : (high - row.value) / span;
  const cell = element('td', { class: 'heat' }, row.is_low_base ? `(${scoreText(metric, row.value)})` : scoreText(metric, row.value),
    element('small', {}, say('kpis.base', { count: number(row.respondent_count) })));
  cell.style.setProperty('background-color', `rgba(var(--weak), ${(0.38 * weakness).toFixed(2)})`);
  return cell;
}

function frictionRows() {
  const end = chosenPeriod()?.end ?? DATA.meta.as_of;
  const month = table('touchpoints').reduce((last, row) => (row.period_start <= end && row.period_start > last ? row.period_start : last), '');
  return { month, rows: table('touchpoints').filter((row) => row.period_start === month) };
}

function frictionText(row) {
  if (row?.is_suppressed) return element('span', { class: 'hidden' }, say('view.hidden'));
  if (!row?.friction_rank) return row?.is_low_base ? element('span', { class: 'none' }, say('journey.few')) : '';
  const impact = row.friction_metric === 'nps' ? row.impact_on_nps : row.impact_on_ces;
  return element('span', {}, number(row.friction_rank),
    element('small', { class: 'quiet' }, ` ${say(impact < 0 ? 'journey.lowers' : 'journey.lifts', { points: number(Math.abs(impact), 1) })}`));
}
