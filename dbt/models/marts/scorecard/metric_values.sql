select
    metric,
    survey_kind,
    period_grain,
    period_start,
    period_end,
    dimension,
    member,
    respondent_count,
    numerator,
    denominator,
    value,
    ci_lower,
    ci_upper,
    margin_of_error,
    mean_score,
    median_score,
    is_low_base,
    is_suppressed,
    suppression_reason
from {{ ref('int_metrics_suppressed') }}
-- The other figures are the scorecards' alone.
where metric in ('nps', 'enps', 'csat', 'ces', 'clv', 'response_rate')
order by
    metric asc nulls last,
    survey_kind asc nulls last,
    period_grain asc nulls last,
    period_start asc nulls last,
    dimension asc nulls last,
    member asc nulls last
