// What a chart needs of a row beside its figures: names for codes, the label of an axis, the day a period stands at.
// The same as `rows.py` does for the pictures.

const OVER_TIME = ['nps_trend', 'satisfaction_trend', 'response_time'];
const isFew = (count) => count !== null && count < DATA.meta.terms.low_base_size;

function churnText(row) {
  if (row.customers === null) return '';
  const churn = row.churn_rate_12_months === null ? say('view.hidden') : percent(row.churn_rate_12_months / 100);
  return `${churn} (n ${number(row.customers)})`;
}

const withBase = (name, n) => (n === null || n === undefined ? name : `${name} (n ${number(n)})`);

const LABELS = {
  segments: (row) => ({
    member_name: placeName(state.compared, row.member),
    label: (row.member === state[state.compared] ? '▸ ' : '') + withBase(placeName(state.compared, row.member), row.respondent_count),
  }),
  themes: (row) => ({ label: withBase(row.theme_name, row.distinct_customers), is_low_base: isFew(row.nps_answers) }),
  score_distribution: (row) => ({ label: row.is_suppressed ? say('view.hidden') : row.lowest_score === null ? row.band_name
    : row.lowest_score === row.highest_score ? String(row.lowest_score) : `${row.lowest_score}–${row.highest_score}` }),
  economics: (row) => ({ label: row.segment_name, is_low_base: isFew(row.customers), churn_text: churnText(row) }),
  initiatives: (row) => ({ label: `${row.name}|${row.verdict_name}` }),
  score_changes: (row) => {
    const order = ['detractor', 'passive', 'promoter'];
    const step = order.indexOf(row.to_band) - order.indexOf(row.from_band);
    return {
      move: step > 0 ? 'improved' : step < 0 ? 'worsened' : 'same',
      customers_text: row.customers === null ? say('view.hidden') : number(row.customers),
    };
  },
};

const ORDERS = {
  segments: (a, b) => (a.value === null) - (b.value === null) || b.value - a.value,
  themes: (a, b) => (a.nps_impact === null) - (b.nps_impact === null) || a.nps_impact - b.nps_impact,
  economics: (a, b) => (a.segment === 'unknown') - (b.segment === 'unknown'),
  score_distribution: (a, b) => a.lowest_score - b.lowest_score,
};

function grainOf(row, view) {
  if (row.period_grain) return row.period_grain;
  return view === 'economics' ? 'month' : 'quarter';
}

function decorated(view, rows) {
  const made = (OVER_TIME.includes(view) ? withGaps(rows) : rows).map((row) => {
    const shown = { ...row };
    for (const [column, kind] of Object.entries(DATA.coded)) {
      if (column in row) shown[`${column}_name`] = codeName(row[column], kind);
    }
    shown.from_name = shown.from_band_name;
    shown.to_name = shown.to_band_name;
    shown.band_name ??= shown.nps_band_name;
    if (row.period_start) {
      const grain = grainOf(row, view);
      shown.period = periodName(grain, row.period_start, row.period_end);
      shown.at = grain === 'trailing_90_days' ? row.period_end : row.period_start;
      shown.is_running = row.period_end > DATA.meta.as_of;
      shown.is_selected = row.period_start === state.period;
    }
    return { ...shown, ...LABELS[view]?.(shown) };
  });
  if (ORDERS[view]) made.sort(ORDERS[view]);
  return made.map((row, place) => ({ ...row, place }));
}

// A period without a row is a gap, not a line drawn across it.
function withGaps(rows) {
  const result = [];
  for (const metric of distinct(rows, 'metric')) {
    const own = rows.filter((row) => row.metric === metric);
    const starts = own.map((row) => row.period_start);
    const [first, last] = [starts.reduce((a, b) => (a < b ? a : b)), starts.reduce((a, b) => (a > b ? a : b))];
    const missing = periodsOf(state.grain).filter(({ start }) => start > first && start < last && !starts.includes(start));
    result.push(...own, ...missing.map(({ start, end }) => ({
      metric, period_grain: state.grain, period_start: start, period_end: end, value: null, is_gap: true })));
  }
  return result.sort((a, b) => a.metric.localeCompare(b.metric) || a.period_start.localeCompare(b.period_start));
}
