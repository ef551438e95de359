// Scores for free combinations of filters, added up from the cube's counts (frontline page only): by month, since the
// cube's counts add up within a month. The formulas are those of docs/metrics: adjusted Wald for NPS, Wilson for shares.

const Z = DATA.meta.terms.confidence_z;

function npsOf(promoters, detractors, n) {
  const wider = n + 3;
  const p = (promoters + 0.75) / wider;
  const d = (detractors + 0.75) / wider;
  const margin = 100 * Z * Math.sqrt((p + d - (p - d) ** 2) / wider);
  const centre = 100 * (p - d);
  return {
    numerator: promoters - detractors, denominator: n, value: (100 * (promoters - detractors)) / n,
    ci_lower: Math.max(-100, centre - margin), ci_upper: Math.min(100, centre + margin),
  };
}

function shareOf(satisfied, n) {
  const share = satisfied / n;
  const centre = (share + Z ** 2 / (2 * n)) / (1 + Z ** 2 / n);
  const margin = (Z * Math.sqrt((share * (1 - share)) / n + Z ** 2 / (4 * n ** 2))) / (1 + Z ** 2 / n);
  return {
    numerator: satisfied, denominator: n, value: 100 * share,
    ci_lower: 100 * Math.max(0, centre - margin), ci_upper: 100 * Math.min(1, centre + margin),
  };
}

const CUBE_METRICS = {
  nps: (sums) => [sums.nps_respondents, () => npsOf(sums.promoters, sums.detractors, sums.nps_respondents)],
  csat: (sums) => [sums.csat_answers, () => shareOf(sums.csat_satisfied, sums.csat_answers)],
  ces: (sums) => [sums.ces_answers, () => shareOf(sums.ces_satisfied, sums.ces_answers)],
};

// The cube's rows that lie in the given places, such as {segment: 'Enterprise', country: 'SE'}.
function cubeRows(metric, places) {
  const kind = kindOf(metric);
  return table('cube').filter((row) => row.survey_kind === kind
    && Object.entries(places).every(([place, member]) => row[place] === member));
}

// One row per month, as the published scores have them, for one member of a combination.
function sliced(metric, places, member) {
  const months = new Map();
  for (const row of cubeRows(metric, places)) {
    const sums = months.get(row.period_start) ?? {};
    for (const [name, value] of Object.entries(row)) {
      if (typeof value === 'number') sums[name] = (sums[name] ?? 0) + value;
    }
    months.set(row.period_start, sums);
  }
  return [...months].sort(([a], [b]) => a.localeCompare(b)).flatMap(([month, sums]) => {
    const [n, scored] = CUBE_METRICS[metric](sums);
    if (!n) return [];
    return [{
      metric, survey_kind: kindOf(metric), period_grain: 'month', period_start: month, period_end: lastOfMonth(month),
      dimension: 'combination', member, respondent_count: n, ...scored(), change: null, change_p_value: null,
      previous_value: null, benchmark_value: null, is_significant_change: null, is_suppressed: false,
      is_low_base: n < DATA.meta.terms.low_base_size,
    }];
  });
}

function lastOfMonth(month) {
  const date = day(month);
  return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).toISOString().slice(0, 10);
}
