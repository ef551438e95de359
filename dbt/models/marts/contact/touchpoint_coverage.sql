with journey as (

    select
        *,
        lower(touchpoint) as touchpoint_key
    from {{ ref('touchpoints') }}

),

contacts as (

    select
        touchpoint,
        invited_on as asked_on,
        cast(null as date) as answered_on
    from {{ ref('int_invitations_answered') }}
    where touchpoint <> 'unknown'

    union all

    select
        responses.touchpoint,
        responses.responded_on as asked_on,
        responses.responded_on as answered_on
    from {{ ref('int_responses_screened') }} as responses
    inner join {{ ref('survey_kinds') }} as kinds on responses.survey_kind = kinds.survey_kind
    where kinds.is_customer and responses.is_counted and responses.touchpoint is not null

),

touchpoints as (

    select
        lower(touchpoint) as touchpoint_key,
        min(touchpoint) as touchpoint,
        max(asked_on) as last_asked_on,
        max(answered_on) as last_answered_on
    from contacts
    group by lower(touchpoint)

)

select
    coalesce(journey.touchpoint, touchpoints.touchpoint) as touchpoint,
    cast(journey.journey_order as bigint) as journey_order,
    journey.name_en,
    journey.name_sv,
    journey.is_moment_of_truth,
    journey.touchpoint is not null as is_in_journey,
    {% for day, name in [('last_asked_on', 'is_asked'), ('last_answered_on', 'is_answered')] -%}
        coalesce(
            touchpoints.{{ day }} >= cast({{ dbt.dateadd('day', -var('coverage_days'), 'runs.as_of') }} as date), false
        ) as {{ name }},
    {% endfor -%}
    touchpoints.last_asked_on
from journey
full outer join touchpoints on journey.touchpoint_key = touchpoints.touchpoint_key
cross join {{ ref('stg_ingest__runs') }} as runs
order by journey_order asc nulls last, touchpoint asc nulls last
