{%- set keys = [
    'source', 'survey_kind', 'named_segment', 'respondent_number', 'is_anonymous', 'has_successors', 'responded_on',
    'month', 'month_number', 'window_count'
] -%}
{%- set answers = ['nps_score'] + driver_slots() -%}
-- Only kinds of survey that ask about drivers: where none does, nothing of this costs anything.
with surveyed as (

    select survey_kind
    from {{ ref('stg_survey__drivers') }}
    group by survey_kind

),

responses as (

    select
        responses.*,
        -- A segment that is called like the whole could not be told from it.
        coalesce(nullif(responses.segment, 'all'), 'unknown') as named_segment
    from {{ ref('int_responses_numbered') }} as responses
    inner join surveyed on responses.survey_kind = surveyed.survey_kind
    where
        responses.is_counted
        and responses.is_customer
        and coalesce(responses.nps_score, {{ driver_slots() | join(', ') }}) is not null

),

-- Rule 4 for the recommendation, and for each driver: the next answer is the earliest of those that follow, so that one
-- sorting serves all of them.
windowed as (

    select
        {% for answer in answers -%}
            min(case when {{ answer }} is not null then month_number end) over later as next_{{ answer }}_month,
        {% endfor -%}
        {{ (keys + answers) | join(',\n        ') }}
    from responses
    where not is_anonymous
    window
        later as (
            partition by survey_kind, respondent_number
            order by responded_at asc nulls first, response_id asc nulls first
            rows between 1 following and unbounded following
        )

    union all

    select
        {% for answer in answers -%}
            cast(null as bigint) as next_{{ answer }}_month,
        {% endfor -%}
        {{ (keys + answers) | join(',\n        ') }}
    from responses
    where is_anonymous

)

select
    source,
    survey_kind,
    named_segment as segment,
    respondent_number,
    nps_score,
    {% for slot in driver_slots() -%}
        {{ slot }},
        {{ months_until('next_' ~ slot ~ '_month', 'month_number') }} as {{ slot }}_months,
    {% endfor -%}
    {%- set nps_months = months_until('next_nps_score_month', 'month_number') -%}
    not has_successors or {{ nps_months }} > {{ months_left_in('quarter', 'month') }} as counts_in_quarter,
    not has_successors or {{ nps_months }} = 99 as counts_in_all_time,
    is_anonymous,
    responded_on,
    month,
    {{ cx_period_start('quarter', 'month') }} as quarter_start,
    window_count
from windowed
