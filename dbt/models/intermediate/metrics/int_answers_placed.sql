{{ config(materialized='ephemeral') }}

{%- set figures = [
    'lowest_scale', 'highest_scale', 'responses', 'anonymous_responses', 'answers', 'positives', 'neutrals', 'negatives',
    'responses_without_scale', 'finite_population', 'score_sum', 'weight_sum', 'squared_weight_sum',
    'weighted_positives', 'weighted_negatives'
] %}
-- An answer lies in a period by its month; whether it counts there depends on how soon the next answer follows.
with answers as (

    select * from {{ ref('int_answers_summed') }}

),

respondents as (

    select * from {{ ref('int_respondents_counted') }}

),

dimensioned as (

    {% for dimension, pass, member in answer_dimensions() -%}
        select
            metric,
            survey_kind,
            '{{ dimension }}' as dimension,
            {{ member }} as member,
            {{ figures | join(',\n            ') }},
            cast(0 as bigint) as known_respondents,
            month,
            window_count,
            months_until_next
        from answers
        where pass = '{{ pass }}'
        union all
    {% endfor -%}
    select
        metric,
        survey_kind,
        dimension,
        member,
        {% for figure in figures -%}
            null as {{ figure }},
        {% endfor -%}
        known_respondents,
        month,
        window_count,
        months_until_next
    from respondents

)

{% for grain in ['month', 'quarter', 'year'] -%}
    select
        dimensioned.*,
        '{{ grain }}' as period_grain,
        {{ cx_period_start(grain, 'month') }} as period_start,
        {{ cx_period_end(grain, 'month') }} as period_end,
        months_until_next > {{ dbt.datediff('month', cx_period_end(grain, 'month'), 'month') }} as counts_in_period
    from dimensioned
    union all
{% endfor -%}
{% for offset in cx_window_offsets() -%}
    select
        dimensioned.*,
        'trailing_90_days' as period_grain,
        {{ cx_window_start(cx_window_end('dimensioned.month', offset, 'runs.as_of')) }} as period_start,
        {{ cx_window_end('dimensioned.month', offset, 'runs.as_of') }} as period_end,
        dimensioned.months_until_next > {{ offset }} as counts_in_period
    from dimensioned
    cross join {{ ref('stg_ingest__runs') }} as runs
    where dimensioned.window_count > {{ offset }}
    union all
{% endfor -%}
select
    dimensioned.*,
    'all_time' as period_grain,
    cast(null as date) as period_start,
    cast(null as date) as period_end,
    months_until_next = 99 as counts_in_period
from dimensioned
