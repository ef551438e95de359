{%- set published = [
    'nps', 'enps', 'csat', 'ces', 'response_rate', 'first_response_minutes', 'first_response_business_minutes', 'clv',
    'projected_clv', 'churn_rate', 'driver_index', 'net_sentiment', 'conversion_rate', 'bounce_rate'
] -%}
-- The other figures are the scorecards' alone.
with metrics as (

    select *
    from {{ ref('int_metrics_suppressed') }}
    where metric in ('{{ published | join("', '") }}')

),

benchmarks as (

    select * from {{ ref('int_benchmarks_chosen') }}

),

comparisons as (

    select * from {{ ref('int_metrics_compared') }}

)

select
    metrics.metric,
    metrics.survey_kind,
    metrics.period_grain,
    metrics.dimension,
    metrics.member,
    metrics.respondent_count,
    metrics.numerator,
    metrics.denominator,
    metrics.value,
    metrics.ci_lower,
    metrics.ci_upper,
    metrics.margin_of_error,
    metrics.weighted_value,
    metrics.weighted_ci_lower,
    metrics.weighted_ci_upper,
    metrics.effective_count,
    metrics.mean_score,
    metrics.median_score,
    metrics.p90_score,
    metrics.within_target_share,
    metrics.unanswered_count,
    comparisons.previous_value,
    comparisons.change,
    comparisons.change_p_value,
    comparisons.difference_to_rest,
    comparisons.difference_to_rest_p_value_holm,
    case when metrics.value is not null then benchmarks.value end as benchmark_value,
    metrics.value - benchmarks.value as benchmark_gap,
    comparisons.is_significant_change,
    metrics.is_low_base,
    metrics.is_suppressed,
    metrics.suppression_reason,
    metrics.period_start,
    metrics.period_end
from metrics
left join comparisons
    on
        metrics.metric = comparisons.metric
        and metrics.survey_kind = comparisons.survey_kind
        and metrics.period_grain = comparisons.period_grain
        and metrics.period_start = comparisons.period_start
        and metrics.period_end = comparisons.period_end
        and metrics.dimension = comparisons.dimension
        and metrics.member = comparisons.member
left join benchmarks on metrics.metric = benchmarks.metric and metrics.period_grain = benchmarks.period_grain
order by
    metrics.metric asc nulls last,
    metrics.survey_kind asc nulls last,
    metrics.period_grain asc nulls last,
    metrics.period_start asc nulls last,
    metrics.dimension asc nulls last,
    metrics.member asc nulls last
