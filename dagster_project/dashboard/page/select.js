// Which rows a view shows under the reader's filters, and what has to be said of them.
//
// Every selection is {rows, said}: the rows of published tables (or of the cube), and the reasons to give beside them.

const FREE = DATA.meta.edition === 'frontline';

function kindOf(metric) {
  const own = DATA.meta.kinds[metric];
  if (own === 'none') return 'none';
  return state.kind === 'auto' ? own : state.kind;
}

// Employees have an eNPS of their own; it is never beside the customers' NPS.
const netMetric = () => (state.kind === 'employee' || !('nps' in DATA.meta.kinds) ? 'enps' : 'nps');

const dimensionsOf = (metric) =>
  once(`dimensions ${metric}`, () => distinct(table('scores').filter((row) => row.metric === metric), 'dimension'));

// The places that a metric can follow, of those that are chosen, and the others.
function placesFor(metric) {
  const chosen = PLACES.filter((place) => state[place] !== 'all');
  const has = dimensionsOf(metric);
  return { followed: chosen.filter((place) => has.includes(place)), ignored: chosen.filter((place) => !has.includes(place)) };
}

function placeOf(places) {
  if (places.length === 0) return { dimension: 'all', member: 'all' };
  if (places.length === 1) return { dimension: places[0], member: state[places[0]] };
  if (places.length === 2 && !places.includes('country') && state.grain !== 'trailing_90_days') {
    return { dimension: 'segment_touchpoint', member: `${state.segment} / ${state.touchpoint}` };
  }
  return null;
}

function scoresOf(metric) {
  const { followed, ignored } = placesFor(metric);
  const said = ignored.length ? [notBy(ignored)] : [];
  const place = placeOf(followed);
  if (place) {
    const kind = kindOf(metric);
    return {
      rows: table('scores').filter((row) => row.metric === metric && row.survey_kind === kind
        && row.period_grain === state.grain && row.dimension === place.dimension && row.member === place.member),
      said,
    };
  }
  if (!(metric in CUBE_METRICS)) return { rows: [], said: [say('view.not_combined')] };
  return combined(said, () =>
    sliced(metric, Object.fromEntries(followed.map((name) => [name, state[name]])),
      followed.map((name) => placeName(name, state[name])).join(' / ')));
}

function combined(said, rows) {
  if (!FREE) return { rows: [], said: [say('view.not_combined')] };
  if (state.grain !== 'month') return { rows: [], said: [say('view.by_month_only')] };
  return { rows: rows(), said: [...said, say('view.sliced')] };
}

const notBy = (filters) => say('view.not_by', { filters: filters.map((name) => say(`filter.${name}`).toLowerCase()).join(', ') });

const inPeriod = (row) => state.grain === 'all_time' || row.period_start === state.period;

// Members of one dimension beside each other, within the other places that are chosen.
function comparedScores() {
  const { rows, said } = comparedRows();
  const chosen = state[state.compared];
  return { rows, said: chosen === 'all' ? said : [...said, say('segments.chosen', { member: placeName(state.compared, chosen) })] };
}

function comparedRows() {
  const metric = netMetric();
  const by = state.compared;
  const others = PLACES.filter((place) => place !== by && state[place] !== 'all');
  const kind = kindOf(metric);
  const own = (row) => row.metric === metric && row.survey_kind === kind && row.period_grain === state.grain && inPeriod(row);
  if (others.length === 0) {
    return { rows: table('scores').filter((row) => own(row) && row.dimension === by), said: [] };
  }
  if (others.length === 1 && by !== 'country' && others[0] !== 'country' && state.grain !== 'trailing_90_days') {
    const names = new Map(members(by).map((member) => [
      by === 'segment' ? `${member} / ${state.touchpoint}` : `${state.segment} / ${member}`, member]));
    return {
      rows: table('scores').filter((row) => own(row) && row.dimension === 'segment_touchpoint' && names.has(row.member))
        .map((row) => ({ ...row, member: names.get(row.member), dimension: by })),
      said: [],
    };
  }
  return combined([], () => members(by).flatMap((member) =>
    sliced(metric, { ...Object.fromEntries(others.map((name) => [name, state[name]])), [by]: member }, member)
      .filter(inPeriod)));
}

function journeyScores() {
  const rows = [];
  const inSegment = new Map(members('touchpoint').map((member) => [`${state.segment} / ${member}`, member]));
  const within = state.segment !== 'all' && state.grain !== 'trailing_90_days';
  for (const metric of [netMetric(), 'csat', 'ces']) {
    const kind = kindOf(metric);
    for (const row of table('scores')) {
      if (row.metric !== metric || row.survey_kind !== kind || row.period_grain !== state.grain || !inPeriod(row)) continue;
      if (!within && row.dimension === 'touchpoint') rows.push(row);
      if (within && row.dimension === 'segment_touchpoint' && inSegment.has(row.member)) {
        rows.push({ ...row, member: inSegment.get(row.member) });
      }
    }
  }
  const ignored = [state.country !== 'all' && 'country', state.segment !== 'all' && !within && 'segment'].filter(Boolean);
  return { rows, said: ignored.length ? [notBy(ignored)] : [] };
}

// Tables of segments that have periods of their own: the chosen period, else the latest that begins before it ends.
function segmentRows(name, { grainColumn = false, kindColumn = false } = {}) {
  const segment = state.segment;
  const rows = table(name).filter((row) => (segment === 'all' && name === 'economics') || row.segment === segment);
  const own = kindColumn ? rows.filter((row) => row.survey_kind === kindOf('nps')) : rows;
  const ignored = ['country', 'touchpoint'].filter((place) => state[place] !== 'all');
  if (!kindColumn && state.kind !== 'auto') ignored.push('kind');
  const said = ignored.length ? [notBy(ignored)] : [];
  const same = grainColumn ? own.filter((row) => row.period_grain === state.grain && inPeriod(row)) : [];
  if (same.length) return { rows: same, said };
  const usable = grainColumn ? own.filter((row) => row.period_grain === 'quarter') : own;
  const end = chosenPeriod()?.end ?? DATA.meta.as_of;
  const latest = (among) => among.reduce((last, row) => (row.period_start > last ? row.period_start : last), '');
  const begun = usable.filter((row) => row.period_start <= end);
  const start = latest(begun.filter((row) => row.period_end <= DATA.meta.as_of)) || latest(begun);
  const found = usable.filter((row) => row.period_start === start);
  const grain = name === 'economics' ? 'month' : 'quarter';
  const exact = grain === state.grain && start === state.period;
  if (found.length && !exact) said.push(say('view.other_period', { period: periodName(grain, start, found[0].period_end) }));
  return { rows: found, said };
}

function distributionRows() {
  const metric = netMetric();
  const { rows: scores, said } = scoresOf(metric);
  if (!scores.length) return { rows: [], said };
  const place = placeOf(placesFor(metric).followed);
  const published = place ? table('distribution').filter((row) => row.survey_kind === kindOf(metric)
    && row.period_grain === state.grain && inPeriod(row) && row.dimension === place.dimension && row.member === place.member) : [];
  if (published.length) return { rows: published, said };
  const places = Object.fromEntries(PLACES.filter((name) => state[name] !== 'all').map((name) => [name, state[name]]));
  if (FREE && metric === 'nps' && state.grain === 'month') {
    const sums = { promoter: 0, passive: 0, detractor: 0 };
    for (const row of cubeRows(metric, places).filter(inPeriod)) {
      for (const band of Object.keys(sums)) sums[band] += row[`${band}s`] ?? 0;
    }
    const n = sums.promoter + sums.passive + sums.detractor;
    if (n === 0) return { rows: [], said };
    return {
      rows: Object.entries(sums).reverse().map(([band, count]) => ({ band, lowest_score: null, highest_score: null, answer_count: count, share: count / n,
        survey_kind: kindOf(metric), period_grain: 'month', period_start: state.period, period_end: lastOfMonth(state.period),
        member: scores[0]?.member ?? 'all', is_suppressed: false })),
      said: [...said, say('score_distribution.bands')],
    };
  }
  return { rows: [], said: [say(FREE ? 'view.by_month_only' : 'view.not_combined')] };
}

function commentRows() {
  const period = chosenPeriod();
  const rows = table('comments').filter((row) =>
    PLACES.every((place) => state[place] === 'all' || row[place] === state[place])
    && (state.kind === 'auto' || row.survey_kind === state.kind)
    && (state.grain === 'all_time' || !period || (row.responded_on >= period.start && row.responded_on <= period.end))
    && (state.theme === 'all' || (row.themes ?? '').split(',').includes(state.theme))
    && (state.band === 'all' || row.nps_band === state.band));
  const stored = table('comments');
  const oldest = stored.reduce((first, row) => (row.responded_on < first ? row.responded_on : first), '9999');
  const isCut = stored.length === DATA.meta.caps.comments;
  return { rows, said: isCut ? [say('comments.capped', { count: number(stored.length), date: dayName(oldest) })] : [] };
}

function followUpRows() {
  const isChosen = (row) => ['segment', 'touchpoint'].every((place) => state[place] === 'all' || row[place] === state[place])
    && (state.kind === 'auto' || row.survey_kind === state.kind);
  const said = state.country === 'all' ? [] : [notBy(['country'])];
  const cap = DATA.meta.caps.follow_ups;
  return {
    rows: table('follow_ups').filter(isChosen), cases: table('cases').filter(isChosen),
    said: table('follow_ups').length === cap ? [...said, say('follow_ups.capped', { count: number(cap) })] : said,
  };
}

const ignoredByAll = () => [...PLACES.filter((place) => state[place] !== 'all'), ...(state.kind === 'auto' ? [] : ['kind'])];

const SELECT = {
  kpis: () => {
    const found = [netMetric(), 'csat', 'ces', 'first_response_minutes', 'response_rate', 'churn_rate', 'clv']
      .filter((metric) => metric in DATA.meta.kinds)
      .map((metric) => ({ metric, ...scoresOf(metric) }));
    return { rows: found.flatMap(({ rows }) => rows.filter(inPeriod)), said: [], found };
  },
  nps_trend: () => scoresOf(netMetric()),
  score_distribution: distributionRows,
  segments: comparedScores,
  satisfaction_trend: () => {
    const parts = ['csat', 'ces'].filter((metric) => metric in DATA.meta.kinds).map(scoresOf);
    return { rows: parts.flatMap(({ rows }) => rows), said: [...new Set(parts.flatMap(({ said }) => said))] };
  },
  response_time: () => scoresOf('first_response_minutes'),
  journey: journeyScores,
  key_drivers: () => segmentRows('drivers', { grainColumn: true, kindColumn: true }),
  themes: () => segmentRows('themes', { grainColumn: true }),
  score_changes: () => segmentRows('transitions'),
  economics: () => segmentRows('economics'),
  initiatives: () => ({
    rows: table('initiatives'),
    said: ignoredByAll().length ? [notBy(ignoredByAll())] : [],
  }),
  follow_ups: followUpRows,
  comments: commentRows,
  quality: () => ({ rows: table('files'), said: [] }),
};
