{%- set answered = {
    'nps': 'is_counted and nps_score is not null',
    'csat': 'is_counted and csat_answer_count > 0',
    'ces': 'is_counted and ces_answer_count > 0'
} -%}
{%- set columns = [
    'survey_kind', 'survey_id', 'segment', 'touchpoint', 'customer_number', 'unlisted_customer_key', 'is_anonymous',
    'csat_scale', 'ces_scale', 'finite_population', 'nps_score', 'nps_points',
    'csat_answer_count', 'csat_satisfied_count', 'csat_score_sum', 'ces_answer_count', 'ces_satisfied_count', 'ces_score_sum',
    'asks_nps', 'asks_csat', 'asks_ces', 'is_counted'
] -%}
{%- set named = ['survey_id', 'segment', 'touchpoint'] -%}
with responses as (

    select
        responses.*,
        responses.customer_key is null as is_anonymous,
        kinds.counts_once_per_period and responses.customer_key is not null as has_successors
    from {{ ref('int_responses_screened') }} as responses
    inner join {{ ref('survey_kinds') }} as kinds on responses.survey_kind = kinds.survey_kind
    -- A superseded copy is not a submission of its own; without a date there is no period to stand in.
    where responses.exclusion_reason is distinct from 'superseded' and responses.responded_on is not null

),

-- The next answer to the same metric is the earliest of those that follow, so that one sorting serves all metrics.
windowed as (

    select
        {{ columns | join(', ') }},
        {% for metric in answered -%}
            min(case when {{ answered[metric] }} then responded_on end) over in_kind as next_{{ metric }}_on,
            min(case when {{ answered[metric] }} then responded_on end) over in_survey
                as next_{{ metric }}_in_survey_on,
        {% endfor -%}
        responded_on
    from responses
    where has_successors
    window
        in_kind as (
            partition by survey_kind, customer_number, unlisted_customer_key
            order by responded_at asc nulls first, response_id asc nulls first
            rows between 1 following and unbounded following
        ),
        in_survey as (
            partition by survey_kind, customer_number, unlisted_customer_key, survey_id
            order by responded_at asc nulls first, response_id asc nulls first
            rows between 1 following and unbounded following
        )

    union all

    select
        {{ columns | join(', ') }},
        {% for metric in answered -%}
            cast(null as date) as next_{{ metric }}_on,
            cast(null as date) as next_{{ metric }}_in_survey_on,
        {% endfor -%}
        responded_on
    from responses
    where not has_successors

)

select
    {{ columns | reject('in', named) | join(', ') }},
    {% for column in named -%}
        coalesce({{ column }}, 'unknown') as {{ column }},
    {% endfor -%}
    {% for metric in answered -%}
        next_{{ metric }}_on,
        next_{{ metric }}_in_survey_on,
    {% endfor -%}
    responded_on
from windowed
