// What the reader has chosen, kept in the address after the #, so that a link shows what its sender saw.

const CHOICES = ['grain', 'period', 'segment', 'country', 'touchpoint', 'kind', 'language', 'appearance', 'compared', 'theme', 'band'];
const PLACES = ['segment', 'country', 'touchpoint'];
const listeners = [];
let state = {};

function opening() {
  return {
    grain: DATA.meta.default.grain, period: DATA.meta.default.period, segment: 'all', country: 'all',
    touchpoint: 'all', kind: 'auto', language: navigator.language?.toLowerCase().startsWith('sv') ? 'sv' : 'en',
    appearance: 'auto', compared: 'segment', theme: 'all', band: 'all',
  };
}

// Whether the figures are those that the page opens with, and so those of its pictures.
function isOpening() {
  const first = opening();
  return ['grain', 'period', 'segment', 'country', 'touchpoint', 'kind', 'compared'].every((name) => state[name] === first[name]);
}

function readAddress() {
  const given = Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
  const chosen = opening();
  for (const name of CHOICES) if (name in given) chosen[name] = given[name];
  state = allowed(chosen);
}

// An address may be old or mistyped: what is not on offer falls back to what the page opens with.
function allowed(chosen) {
  const first = opening();
  const known = (name, values) => (values.includes(chosen[name]) ? chosen[name] : first[name]);
  const result = { ...chosen };
  result.language = known('language', ['en', 'sv']);
  result.appearance = known('appearance', ['auto', 'light', 'dark']);
  result.compared = known('compared', PLACES);
  result.band = known('band', ['all', 'promoter', 'passive', 'detractor']);
  result.kind = known('kind', ['auto', ...kinds()]);
  result.grain = known('grain', grains());
  const periods = periodsOf(result.grain).map((one) => one.start);
  if (!periods.includes(result.period)) {
    result.period = result.grain === first.grain ? first.period : lastComplete(result.grain);
  }
  for (const place of PLACES) result[place] = known(place, ['all', ...members(place)]);
  result.theme = known('theme', ['all', ...distinct(table('themes'), 'theme')]);
  return result;
}

function choose(changes) {
  state = allowed({ ...state, ...changes });
  const first = opening();
  const kept = CHOICES.filter((name) => state[name] !== null && state[name] !== first[name]);
  const address = new URLSearchParams(kept.map((name) => [name, state[name]])).toString();
  history.replaceState(null, '', address ? `#${address}` : '#');
  for (const listener of listeners) listener();
}

const SURVEYED = ['nps', 'enps', 'csat', 'ces'];
const surveyed = () => table('scores').filter((row) => SURVEYED.includes(row.metric));
const cached = {};
const once = (key, make) => (cached[key] ??= make());

function grains() {
  const order = ['month', 'quarter', 'year', 'trailing_90_days', 'all_time'];
  return once('grains', () => {
    const found = distinct(table('scores'), 'period_grain');
    return order.filter((grain) => found.includes(grain));
  });
}

// Periods of a grain that some answer lies in, the latest first. All time is one, whatever day each metric begins on.
function periodsOf(grain) {
  return once(`periods ${grain}`, () => {
    if (grain === 'all_time') return [{ start: 'all', end: DATA.meta.as_of }];
    const ends = new Map();
    const own = surveyed().filter((row) => row.period_grain === grain);
    for (const row of own.length ? own : table('scores').filter((one) => one.period_grain === grain)) {
      ends.set(row.period_start, row.period_end);
    }
    return [...ends].map(([start, end]) => ({ start, end })).sort((a, b) => b.start.localeCompare(a.start));
  });
}

const isRunning = (period) => period.end > DATA.meta.as_of;

function lastComplete(grain) {
  const periods = periodsOf(grain);
  return (periods.find((one) => !isRunning(one)) ?? periods[0])?.start ?? null;
}

function chosenPeriod() {
  return periodsOf(state.grain).find((one) => one.start === state.period) ?? null;
}

function members(place) {
  return once(`members ${place}`, () => {
    const found = new Set(distinct(table('scores').filter((row) => row.dimension === place), 'member'));
    for (const row of table('cube')) if (row[place] !== null) found.add(row[place]);
    const order = new Map(table('coverage').map((row) => [row.touchpoint, row.journey_order ?? 99]));
    return [...found].sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0) || String(a).localeCompare(String(b)));
  });
}

function kinds() {
  return once('kinds', () => distinct(surveyed(), 'survey_kind').sort());
}

// Under which dimension and member the chosen places are published; null where they are not, together.
function published() {
  const set = PLACES.filter((place) => state[place] !== 'all');
  if (set.length === 0) return { dimension: 'all', member: 'all' };
  if (set.length === 1) return { dimension: set[0], member: state[set[0]] };
  if (set.length === 2 && !set.includes('country')) {
    return { dimension: 'segment_touchpoint', member: `${state.segment} / ${state.touchpoint}` };
  }
  return null;
}
