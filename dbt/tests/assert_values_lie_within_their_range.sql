-- Written as single comparisons: a value between two bounds is what the engine can skip whole blocks for.
select *
from {{ ref('metric_values') }}
where
    period_end < period_start
    or respondent_count < 0
    or respondent_count > denominator
    or ci_lower > ci_upper
    or (
        metric in ('nps', 'enps', 'net_sentiment')
        and (value < -100 or value > 100 or ci_lower < -100 or ci_upper > 100)
    )
    or (metric in ('conversion_rate', 'bounce_rate') and (ci_lower < 0 or ci_upper > 100))
    or (metric in ('csat', 'ces', 'response_rate') and (value < 0 or value > 100 or ci_lower < 0 or ci_upper > 100))
    or (metric in ('csat', 'ces', 'response_rate') and (value < ci_lower - 1e-9 or value > ci_upper + 1e-9))
    or (metric = 'driver_index' and (value < -1e-9 or value > 100 + 1e-9))
    or (denominator > 0 and value is null)
    or (denominator = 0 and value is not null)
