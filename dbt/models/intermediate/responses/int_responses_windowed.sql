{%- set answered = {
    'nps': 'is_counted and nps_score is not null',
    'csat': 'is_counted and csat_answer_count > 0',
    'ces': 'is_counted and ces_answer_count > 0'
} -%}
{%- set columns = [
    'survey_kind', 'customer_number', 'unlisted_customer_key', 'csat_scale', 'ces_scale',
    'weight', 'finite_population', 'nps_score', 'nps_points', 'csat_answer_count', 'csat_satisfied_count',
    'csat_score_sum', 'ces_answer_count', 'ces_satisfied_count', 'ces_score_sum', 'is_anonymous', 'is_counted',
    'asks_nps', 'asks_csat', 'asks_ces', 'responded_on'
] -%}
{%- set named = ['survey_id', 'segment', 'touchpoint', 'channel', 'country', 'persona', 'account_owner', 'unit'] -%}
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
        {{ (named + columns) | join(', ') }},
        {% for metric in answered -%}
            min(case when {{ answered[metric] }} then responded_on end) over in_kind as next_{{ metric }}_on,
            min(case when {{ answered[metric] }} then responded_on end) over in_survey
                as next_{{ metric }}_in_survey_on{{ ',' if not loop.last }}
        {% endfor -%}
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
        {{ (named + columns) | join(', ') }},
        {% for metric in answered -%}
            cast(null as date) as next_{{ metric }}_on,
            cast(null as date) as next_{{ metric }}_in_survey_on{{ ',' if not loop.last }}
        {% endfor -%}
    from responses
    where not has_successors

)

select
    {% for column in named -%}
        coalesce(windowed.{{ column }}, 'unknown') as {{ column }},
    {% endfor -%}
    {% for column in columns -%}
        windowed.{{ column }},
    {% endfor -%}
    {% for metric in answered -%}
        {{ months_until('windowed.next_' ~ metric ~ '_on', 'windowed.responded_on') }} as {{ metric }}_months,
        {{ months_until('windowed.next_' ~ metric ~ '_in_survey_on', 'windowed.responded_on') }}
            as {{ metric }}_months_in_survey,
    {% endfor -%}
    {{ cx_windows_containing('windowed.responded_on', 'runs.as_of') }} as window_count,
    {{ cx_month_start('windowed.responded_on') }} as month
from windowed
cross join {{ ref('stg_ingest__runs') }} as runs
