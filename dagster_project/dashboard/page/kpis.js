// The row of figures at the top. A change is called up or down only where the published test finds it beyond chance.

const LESS_IS_BETTER = ['first_response_minutes', 'churn_rate'];

function changeMarker(row) {
  const { metric } = row;
  if (row.dimension === 'combination') return [say('kpis.not_compared'), ''];
  if (metric === 'churn_rate' && row.period_end > DATA.meta.as_of) return [say('kpis.running', { date: dayName(DATA.meta.as_of) }), ''];
  if (row.change === null) return [say('kpis.no_previous'), ''];
  const change = changeText(metric, row.change);
  if (row.is_low_base) return [say('kpis.low', { change }), ''];
  if (row.change_p_value === null) return [say(state.grain === 'trailing_90_days' ? 'kpis.untested_window' : 'kpis.untested', { change }), ''];
  const p = pValue(row.change_p_value);
  if (row.is_significant_change !== true && row.change_p_value < DATA.meta.terms.significance_level) return [say('kpis.low_before', { change }), ''];
  if (row.is_significant_change !== true) return [`≈ ${say('kpis.unsure', { change, p })}`, ''];
  const rose = row.change > 0;
  const good = rose !== LESS_IS_BETTER.includes(metric);
  return [`${rose ? '▲' : '▼'} ${say(rose ? 'kpis.up' : 'kpis.down', { change, p })}`, good ? 'good' : 'bad'];
}

const yearBefore = (start) => `${Number(start.slice(0, 4)) - 1}${start.slice(4)}`;

function baseText(row) {
  if (row.metric === 'first_response_minutes') return say('kpis.tickets', { count: number(row.denominator) });
  if (row.metric === 'response_rate') return say('kpis.of_invitations', { answers: number(row.numerator), count: number(row.denominator) });
  if (row.metric === 'clv' || row.metric === 'churn_rate') return say('kpis.customers', { count: number(row.denominator) });
  if (row.denominator !== null && row.denominator !== row.respondent_count) {
    return say('kpis.answers_of', { answers: number(row.denominator), count: number(row.respondent_count) });
  }
  return say('kpis.base', { count: number(row.respondent_count) });
}

// Published, but for periods of other lengths.
const isOtherGrain = (metric) => table('scores').some((row) => row.metric === metric && row.survey_kind === kindOf(metric))
  && !table('scores').some((row) => row.metric === metric && row.period_grain === state.grain);

function tile({ metric, rows, said }) {
  const name = codeName(metric, 'metric');
  const row = rows.filter(inPeriod)[0];
  const before = row && rows.find((one) => one.period_start === yearBefore(row.period_start) && one.value !== null);
  const kind = kindOf(metric);
  const heading = element('h3', {}, kind === 'none' ? name : `${name} · ${codeName(kind, 'survey_kind')}`);
  if (!row || row.value === null) {
    const words = row?.is_suppressed ? say('kpis.hidden') : !row && said.length ? said[0] : say(isOtherGrain(metric) ? 'kpis.not_by_grain' : 'kpis.none');
    return element('article', { class: 'tile', 'data-metric': metric }, heading, element('div', { class: 'figure words' }, words));
  }
  const [change, tone] = changeMarker(row);
  const lines = [];
  if (row.ci_lower !== null && row.ci_lower !== undefined) {
    lines.push(say('kpis.interval', { lower: scoreText(metric, row.ci_lower), upper: scoreText(metric, row.ci_upper) }));
  }
  const byMedian = metric === 'first_response_minutes';
  if (byMedian) {
    lines.push(say('kpis.mean_and_p90', { mean: scoreText(metric, row.value), p90: scoreText(metric, row.p90_score) }));
    if (row.within_target_share !== null) {
      lines.push(say('kpis.within', { share: percent(row.within_target_share, 0),
        target: DATA.meta.terms.first_response_target_minutes }));
    }
  }
  if (metric === 'clv' && row.median_score !== null) lines.push(say('kpis.median_only', { median: scoreText(metric, row.median_score) }));
  lines.push(baseText(row));
  if (row.benchmark_value !== null && !(metric === 'churn_rate' && row.period_end > DATA.meta.as_of)) lines.push(say(byMedian ? 'kpis.mean_benchmark' : 'kpis.benchmark', { value: scoreText(metric, row.benchmark_value) }));
  const isPart = metric === 'churn_rate' && row.period_end > DATA.meta.as_of;
  const yearAgo = before && !byMedian && !isPart && state.grain !== 'all_time'
    ? element('p', {}, say('kpis.year_ago', { value: before.is_low_base ? `(${scoreText(metric, before.value)})` : scoreText(metric, before.value) })) : '';
  const figure = byMedian ? `${scoreText(metric, row.median_score)}` : scoreText(metric, row.value);
  return element('article', { class: 'tile', 'data-metric': metric }, heading,
    element('div', { class: row.is_low_base ? 'figure low' : 'figure' }, figure, byMedian ? element('small', {}, ` ${say('kpis.of_median')}`) : ''),
    ...said.map((line) => element('p', { class: 'said' }, line)),
    ...lines.map((line) => element('p', {}, line)),
    yearAgo,
    row.is_low_base ? element('p', {}, say('kpis.few', { count: DATA.meta.terms.low_base_size })) : '',
    element('p', { class: `change ${tone}` }, byMedian ? say('kpis.mean_change', { change }) : change));
}

function drawKpis(place, { found }) {
  place.replaceChildren(element('div', { class: 'tiles' }, ...found.map(tile)));
}
