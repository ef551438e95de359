{%- set keys = ['survey_kind', 'period_grain', 'dimension', 'member', 'period_start', 'period_end'] -%}
with pooled as (

    select * from {{ ref('int_scores_pooled') }}

),

-- One row stands for a group of which nothing is shown.
hidden as (

    select {{ keys | join(', ') }}
    from {{ ref('int_metrics_suppressed') }}
    where metric = 'nps' and dimension in ('all', 'segment') and is_suppressed

    union all

    select distinct {{ keys | join(', ') }}
    from pooled
    where is_too_few

),

told as (

    select
        {% for key in keys -%}
            hidden.{{ key }},
        {% endfor -%}
        cast(0 as smallint) as lowest_score,
        cast(10 as smallint) as highest_score,
        cast(null as {{ dbt.type_string() }}) as band,
        cast(null as bigint) as answer_count,
        cast(null as bigint) as denominator,
        cast(null as boolean) as is_low_base,
        'fewer than ' || cast(kinds.minimum_group_size as {{ dbt.type_string() }})
        || ' respondents here, or in a cell that this one protects' as suppression_reason
    from hidden
    inner join {{ ref('survey_kinds') }} as kinds on hidden.survey_kind = kinds.survey_kind

    union all

    select
        {{ keys | join(', ') }},
        lowest_score,
        highest_score,
        nps_band as band,
        answers as answer_count,
        denominator,
        is_low_base,
        cast(null as {{ dbt.type_string() }}) as suppression_reason
    from pooled
    where not is_too_few

)

select
    survey_kind,
    period_grain,
    dimension,
    member,
    band,
    case when lowest_score = highest_score then lowest_score end as score,
    lowest_score,
    highest_score,
    answer_count,
    denominator,
    answer_count / nullif(cast(denominator as double), 0) as share,
    is_low_base,
    suppression_reason is not null as is_suppressed,
    suppression_reason,
    period_start,
    period_end
from told
order by
    survey_kind asc nulls last,
    period_grain asc nulls last,
    period_start asc nulls last,
    dimension asc nulls last,
    member asc nulls last,
    lowest_score asc nulls last
