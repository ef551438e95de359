{%- set answered = {
    'nps': 'is_counted and nps_score is not null',
    'csat': 'is_counted and csat_answer_count > 0',
    'ces': 'is_counted and ces_answer_count > 0'
} -%}
{%- set columns = [
    'survey_kind', 'respondent_number', 'csat_scale', 'ces_scale', 'weight', 'finite_population', 'nps_score',
    'nps_points', 'csat_answer_count', 'csat_satisfied_count', 'csat_score_sum', 'ces_answer_count', 'ces_satisfied_count', 'ces_score_sum', 'is_anonymous', 'is_counted',
    'asks_nps', 'asks_csat', 'asks_ces', 'responded_on', 'month', 'month_number', 'window_count'
] -%}
{%- set named = ['survey_id', 'segment', 'touchpoint', 'channel', 'country', 'persona', 'account_owner', 'unit'] -%}
with responses as (

    select * from {{ ref('int_responses_numbered') }}

),

-- The next answer to the same metric is the earliest of those that follow, so that one sorting serves all metrics.
windowed as (

    select
        {% for metric in answered -%}
            min(case when {{ answered[metric] }} then month_number end) over in_kind as next_{{ metric }}_month,
            min(case when {{ answered[metric] }} then month_number end) over in_survey
                as next_{{ metric }}_month_in_survey,
        {% endfor -%}
        {{ (named + columns) | join(',\n        ') }}
    from responses
    where has_successors
    window
        in_kind as (
            partition by survey_kind, respondent_number
            order by responded_at asc nulls first, response_id asc nulls first
            rows between 1 following and unbounded following
        ),
        in_survey as (
            partition by survey_kind, respondent_number, survey_id
            order by responded_at asc nulls first, response_id asc nulls first
            rows between 1 following and unbounded following
        )

    union all

    select
        {% for metric in answered -%}
            cast(null as bigint) as next_{{ metric }}_month,
            cast(null as bigint) as next_{{ metric }}_month_in_survey,
        {% endfor -%}
        {{ (named + columns) | join(',\n        ') }}
    from responses
    where not has_successors

)

select
    {% for column in named -%}
        coalesce({{ column }}, 'unknown') as {{ column }},
    {% endfor -%}
    {% for metric in answered -%}
        {{ months_until('next_' ~ metric ~ '_month', 'month_number') }} as {{ metric }}_months,
        {{ months_until('next_' ~ metric ~ '_month_in_survey', 'month_number') }} as {{ metric }}_months_in_survey,
    {% endfor -%}
    {{ columns | join(',\n    ') }}
from windowed
