{%- set answered = {
    'nps': 'is_counted and nps_score is not null',
    'csat': 'is_counted and csat_answer_count > 0',
    'ces': 'is_counted and ces_answer_count > 0'
} -%}
{%- set columns = [
    'survey_kind', 'respondent_number', 'csat_scale', 'ces_scale', 'weight', 'finite_population', 'nps_score', 'nps_points', 'csat_answer_count', 'csat_satisfied_count',
    'csat_score_sum', 'ces_answer_count', 'ces_satisfied_count', 'ces_score_sum', 'is_anonymous', 'is_counted',
    'asks_nps', 'asks_csat', 'asks_ces', 'responded_on', 'month', 'month_number', 'window_count'
] -%}
{%- set named = ['survey_id', 'segment', 'touchpoint', 'channel', 'country', 'persona', 'account_owner', 'unit'] -%}
with unlisted as (

    select
        unlisted_customer_key,
        -row_number() over (order by unlisted_customer_key asc nulls last) as respondent_number
    from {{ ref('int_responses_screened') }}
    where unlisted_customer_key is not null
    group by unlisted_customer_key

),

-- Whom the CRM does not know has a number as well, below zero: what follows sorts and groups by people.
responses as (

    select
        responses.*,
        coalesce(responses.customer_number, unlisted.respondent_number) as respondent_number,
        responses.customer_key is null as is_anonymous,
        kinds.counts_once_per_period and responses.customer_key is not null as has_successors,
        days.month_number,
        days.window_count,
        days.month
    from {{ ref('int_responses_screened') }} as responses
    inner join {{ ref('survey_kinds') }} as kinds on responses.survey_kind = kinds.survey_kind
    -- Without a day there is no period to stand in.
    inner join {{ ref('int_days_windowed') }} as days on responses.responded_on = days.day
    left join unlisted on responses.unlisted_customer_key = unlisted.unlisted_customer_key
    -- A superseded copy is not a submission of its own.
    where responses.exclusion_reason is distinct from 'superseded'

),

-- The next answer to the same metric is the earliest of those that follow, so that one sorting serves all metrics.
windowed as (

    select
        {{ (named + columns) | join(', ') }},
        {% for metric in answered -%}
            min(case when {{ answered[metric] }} then month_number end) over in_kind as next_{{ metric }}_month,
            min(case when {{ answered[metric] }} then month_number end) over in_survey
                as next_{{ metric }}_month_in_survey{{ ',' if not loop.last }}
        {% endfor -%}
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
        {{ (named + columns) | join(', ') }},
        {% for metric in answered -%}
            cast(null as bigint) as next_{{ metric }}_month,
            cast(null as bigint) as next_{{ metric }}_month_in_survey{{ ',' if not loop.last }}
        {% endfor -%}
    from responses
    where not has_successors

)

select
    {% for column in named -%}
        coalesce({{ column }}, 'unknown') as {{ column }},
    {% endfor -%}
    {{ columns | join(', ') }},
    {% for metric in answered -%}
        {{ months_until('next_' ~ metric ~ '_month', 'month_number') }} as {{ metric }}_months,
        {{ months_until('next_' ~ metric ~ '_month_in_survey', 'month_number') }} as {{ metric }}_months_in_survey
        {{- ',' if not loop.last }}
    {% endfor %}
from windowed
