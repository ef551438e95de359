// What is said under a chart: what is hidden, what is hollow, what a test found, which period it is.

function hiddenNote(rows) {
  const count = rows.filter((row) => row.is_suppressed === true).length;
  if (!count) return [];
  return [count === 1 ? say('view.hidden_one') : say('view.hidden_count', { count: number(count) })];
}

function lowBaseNote(rows) {
  return rows.some((row) => row.is_low_base === true && row.value !== null)
    ? [say('view.low_base', { count: DATA.meta.terms.low_base_size })] : [];
}

const OWN_NOTES = {
  key_drivers: (rows) => {
    const row = rows.find((one) => one.respondent_count !== null);
    if (!row) return [];
    const n = number(row.respondent_count);
    const notes = row.r_squared === null ? [] : [say('key_drivers.model', { r2: number(row.r_squared, 2), n })];
    return row.is_ranked === false ? [...notes, say('key_drivers.not_ranked', { n })] : notes;
  },
  score_distribution: (rows) => (rows.some((row) => row.lowest_score !== row.highest_score) ? [say('score_distribution.pooled')] : []),
  themes: (rows) => {
    const worth = rows.filter((row) => row.is_worth_acting_on);
    if (!worth.length) return [];
    const count = DATA.meta.terms.theme_customers_worth_acting_on;
    return [`${worth.map((row) => codeName(row.theme, 'theme')).join(', ')}: ${say('themes.worth', { count })}.`];
  },
  score_changes: (rows) => {
    const row = rows.find((one) => one.paired_p_value !== null && one.paired_nps_change !== null);
    const paired = row ? say('score_changes.paired', { n: number(row.paired_customers), change: signed(row.paired_nps_change),
      p: pValue(row.paired_p_value) }) : say('score_changes.paired_untested');
    return rows.length ? [paired, ...changeReasons(rows[0].period_start)] : [];
  },
  economics: (rows) => {
    const known = rows.filter((row) => row.revenue_at_risk !== null);
    if (!known.length) return rows.length ? [say('economics.at_risk_none')] : [];
    const amount = money(known.reduce((sum, row) => sum + row.revenue_at_risk, 0));
    const partly = rows.some((row) => row.nps_band === 'detractor' && row.revenue_at_risk === null);
    return [say(partly ? 'economics.at_risk_part' : 'economics.at_risk', { amount })];
  },
  initiatives: initiativeLines,
  journey: () => {
    const { month } = frictionRows();
    return month ? [say('journey.friction_lead', { period: periodName('month', month) })] : [];
  },
};

function changeReasons(quarter) {
  const rows = table('change_reasons').filter((row) => row.period_start === quarter
    && (state.segment === 'all' || row.segment === state.segment) && row.reason_driver !== null);
  const lines = ['improved', 'worsened'].map((direction) => {
    const counts = new Map();
    for (const row of rows.filter((one) => one.direction === direction)) {
      counts.set(row.reason_driver, (counts.get(row.reason_driver) ?? 0) + row.changes);
    }
    const first = [...counts].sort((a, b) => b[1] - a[1]).slice(0, 3);
    return first.length ? `${say(`score_changes.${direction}`)}: ${first.map(([driver, count]) =>
      `${codeName(driver, 'driver')} (${number(count)})`).join(', ')}` : null;
  }).filter(Boolean);
  return lines.length ? [say('score_changes.reasons'), ...lines] : [];
}

function notesOf(view, rows, said) {
  return [...said, ...hiddenNote(rows), ...lowBaseNote(rows), ...(OWN_NOTES[view]?.(rows) ?? [])];
}
