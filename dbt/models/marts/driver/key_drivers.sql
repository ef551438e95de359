select
    survey_kind,
    period_grain,
    segment,
    model,
    driver,
    quadrant,
    case
        when suppression_reason is not null then null
        when reason is not null then reason
        when not is_ranked then 'too few complete answers for a ranking'
    end as reason,
    {% for figure in [
        'importance_lmg', 'importance_johnson', 'correlation', 'mean_score', 'index_0_100', 'r_squared',
        'respondent_count', 'answer_count'
    ] -%}
        case when suppression_reason is null then {{ figure }} end as {{ figure }},
    {% endfor -%}
    cast(importance_rank as integer) as rank,
    suppression_reason is null and is_ranked as is_ranked,
    suppression_reason is not null as is_suppressed,
    suppression_reason,
    period_start,
    period_end
from {{ ref('int_drivers_ranked') }}
order by
    survey_kind asc nulls last,
    period_grain asc nulls last,
    period_start asc nulls last,
    segment asc nulls last,
    model asc nulls last,
    importance_rank asc nulls last,
    driver asc nulls last
