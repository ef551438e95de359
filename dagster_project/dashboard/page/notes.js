// What is said under a chart: what is hidden, what is hollow, what a test found, which period it is.

const HOLLOW = ['nps_trend', 'satisfaction_trend', 'segments', 'initiatives', 'themes', 'economics'];
const PALE = ['nps_trend', 'satisfaction_trend', 'response_time', 'segments'];
// Points of 100 below which the position of drivers sideways says little.
const NARROW_SPAN = 5;

function hiddenNote(rows) {
  const flags = ['is_suppressed', ...new Set(Object.values(FLAGS))];
  const count = rows.filter((row) => flags.some((flag) => row[flag] === true)).length;
  if (!count) return [];
  return [count === 1 ? say('view.hidden_one') : say('view.hidden_count', { count: number(count) })];
}

function lowBaseNote(view, rows) {
  const few = HOLLOW.includes(view) && rows.some((row) => row.is_low_base === true && !row.is_suppressed);
  return few ? [say('view.low_base', { count: DATA.meta.terms.low_base_size })] : [];
}

function runningNote(view, rows) {
  const running = rows.find((row) => row.is_running === true);
  if (!running) return [];
  return [say(PALE.includes(view) ? 'view.running_pale' : 'view.running', { period: running.period, date: dayName(DATA.meta.as_of) })];
}

const OWN_NOTES = {
  key_drivers: (rows) => {
    const row = rows.find((one) => one.respondent_count !== null);
    if (!row) return [];
    if (rows.every((one) => one.importance_lmg === null)) return [say('key_drivers.no_model')];
    const n = number(row.respondent_count);
    const notes = row.r_squared === null ? [] : [say('key_drivers.model', { r2: number(row.r_squared, 2), n })];
    const scores = rows.filter((one) => one.index_0_100 !== null).map((one) => one.index_0_100);
    const span = Math.max(...scores) - Math.min(...scores);
    if (scores.length && span < NARROW_SPAN) notes.push(say('key_drivers.narrow', { span: number(span, 1) }));
    return row.is_ranked === false ? [...notes, say('key_drivers.not_ranked', { n })] : notes;
  },
  score_distribution: (rows) => {
    const count = rows.reduce((sum, row) => sum + (row.answer_count ?? 0), 0);
    const pooled = rows.some((row) => !row.is_suppressed && row.lowest_score !== row.highest_score) ? [say('score_distribution.pooled')] : [];
    return [...(count ? [say('kpis.answers', { count: number(count) })] : []), ...pooled];
  },
  themes: (rows) => {
    const worth = rows.filter((row) => row.is_worth_acting_on);
    if (!worth.length) return [];
    const count = DATA.meta.terms.theme_customers_worth_acting_on;
    return [`${worth.map((row) => codeName(row.theme, 'theme')).join(', ')}: ${say('themes.worth', { count })}.`];
  },
  score_changes: (rows) => {
    const row = rows.find((one) => one.paired_p_value !== null && one.paired_nps_change !== null && !one.is_low_base);
    const paired = row ? say(row.paired_p_value < DATA.meta.terms.significance_level ? 'score_changes.paired' : 'score_changes.paired_unsure', { n: number(row.paired_customers), change: signed(row.paired_nps_change),
      p: pValue(row.paired_p_value) }) : say('score_changes.paired_untested');
    return rows.length ? [paired, ...changeReasons(rows[0].period_start)] : [];
  },
  economics: (rows) => {
    const known = rows.filter((row) => row.revenue_at_risk !== null);
    if (!known.length) return rows.length ? [say('economics.at_risk_none')] : [];
    const amount = shortMoney(known.reduce((sum, row) => sum + row.revenue_at_risk, 0));
    const partly = rows.some((row) => row.nps_band === 'detractor' && isHidden(row, 'revenue_at_risk'));
    return [say(partly ? 'economics.at_risk_part' : 'economics.at_risk', { amount })];
  },
  initiatives: initiativeLines,
  journey: () => {
    const { month } = frictionRows();
    return month && state.kind !== 'employee' ? [say('journey.low_base', { count: DATA.meta.terms.low_base_size }), say('journey.friction_lead', { period: periodName('month', month) })] : [];
  },
};

// The drivers that moved most customers, either way.
function changeReasons(quarter) {
  const counts = new Map();
  for (const row of table('change_reasons')) {
    if (row.period_start !== quarter || row.reason_driver === null) continue;
    if (state.segment !== 'all' && row.segment !== state.segment) continue;
    const both = counts.get(row.reason_driver) ?? { improved: 0, worsened: 0 };
    both[row.direction] += row.changes;
    counts.set(row.reason_driver, both);
  }
  const first = [...counts].sort(([, a], [, b]) => b.improved + b.worsened - a.improved - a.worsened).slice(0, 4);
  if (!first.length) return [];
  return [say('score_changes.reasons'), ...first.map(([driver, { improved, worsened }]) => say('score_changes.reason', {
    driver: codeName(driver, 'driver'), improved: number(improved), worsened: number(worsened),
    net: signed(improved - worsened, 0) }))];
}

function notesOf(view, rows, said) {
  return [...said, ...hiddenNote(rows), ...lowBaseNote(view, rows), ...runningNote(view, rows), ...(OWN_NOTES[view]?.(rows) ?? [])];
}
