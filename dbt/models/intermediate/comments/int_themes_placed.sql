{{ config(materialized='ephemeral') }}

{%- set keys = ['metric', 'survey_kind', 'period_grain', 'period_start', 'period_end', 'dimension', 'member'] -%}
with months as (

    select * from {{ ref('int_themes_counted') }}

),

placed as (

    {% for grain in ['month', 'quarter', 'year'] -%}
        select
            months.*,
            '{{ grain }}' as period_grain,
            {{ cx_period_start(grain, 'month') }} as period_start,
            {{ cx_period_end(grain, 'month') }} as period_end,
            answer_months > {{ months_left_in(grain, 'month') }} as counts_in_period,
            person_months > {{ months_left_in(grain, 'month') }} as is_last_in_period
        from months
        union all
    {% endfor -%}
    select
        months.*,
        'all_time' as period_grain,
        cast(null as date) as period_start,
        cast(null as date) as period_end,
        answer_months = 99 as counts_in_period,
        person_months = 99 as is_last_in_period
    from months

)

select
    {{ keys | join(',\n    ') }},
    cast(sum(people) filter (where is_last_in_period) as bigint) as people,
    cast(sum(answers) as bigint) as answers,
    cast(sum(scored_answers) as bigint) as scored_answers,
    cast(sum(points) as bigint) as points
from placed
where counts_in_period
group by {{ keys | join(', ') }}
