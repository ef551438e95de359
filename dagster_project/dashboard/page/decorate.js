// What a chart needs of a row beside its figures: names for codes, the label of an axis, the day a period stands at.
// The same as `rows.py` does for the pictures.

const OVER_TIME = ['nps_trend', 'satisfaction_trend', 'response_time'];
const isFew = (count) => count !== null && count < DATA.meta.terms.low_base_size;

function churnText(row) {
  if (row.customers === null) return '';
  const unknown = say(isHidden(row, 'churn_rate_12_months') ? 'view.hidden' : 'view.unknown');
  const churn = row.churn_rate_12_months === null ? unknown : percent(row.churn_rate_12_months / 100);
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
  economics: (row) => ({ label: row.segment_name, is_low_base: isFew(row.customers), churn_text: churnText(row), text_at: Math.max(row.clv_mean ?? 0, 0) }),
  initiatives: (row) => ({ label: `${row.name}\u241e${row.verdict_name}` }),
  score_changes: (row) => {
    const order = ['detractor', 'passive', 'promoter'];
    const step = order.indexOf(row.to_band) - order.indexOf(row.from_band);
    return {
      move: step > 0 ? 'improved' : step < 0 ? 'worsened' : 'same',
      customers_text: row.customers === null ? say('view.hidden') : number(row.customers),
    };
  },
};

const isTrue = (flag) => Number(flag === true);

const ORDERS = {
  // Few answers claim no place among the others, and what is hidden comes last.
  segments: (a, b) => (a.value === null) - (b.value === null) || isTrue(a.is_low_base) - isTrue(b.is_low_base) || b.value - a.value,
  themes: (a, b) => (a.nps_impact === null) - (b.nps_impact === null) || isTrue(a.is_low_base) - isTrue(b.is_low_base)
    || a.nps_impact - b.nps_impact,
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

// A period without a row is a gap, not a line drawn across it: the calendar says which there are.
const STEPS = { month: 1, quarter: 3, year: 12, trailing_90_days: 1 };

function withGaps(rows) {
  const result = [];
  for (const row of rows.toSorted((a, b) => a.metric.localeCompare(b.metric) || a.period_start.localeCompare(b.period_start))) {
    const before = result.at(-1);
    if (before?.metric === row.metric && row.period_grain in STEPS) result.push(...gapsBetween(before, row));
    result.push(row);
  }
  return result;
}

// Windows end with a month, other periods start with one: months are counted there.
function gapsBetween(before, row) {
  const side = row.period_grain === 'trailing_90_days' ? 'period_end' : 'period_start';
  const month = (one) => day(one[side]).getUTCFullYear() * 12 + day(one[side]).getUTCMonth();
  const gaps = [];
  for (let at = month(before) + STEPS[row.period_grain]; at < month(row); at += STEPS[row.period_grain]) {
    const first = new Date(Date.UTC(Math.floor(at / 12), at % 12, 1)).toISOString().slice(0, 10);
    gaps.push({ metric: row.metric, period_grain: row.period_grain, period_start: first, period_end: first, value: null, is_gap: true });
  }
  return gaps;
}
