with touchpoints as (

    select * from {{ ref('int_touchpoints_ranked') }}

),

journey as (

    select
        *,
        lower(touchpoint) as touchpoint_key
    from {{ ref('touchpoints') }}

)

select
    touchpoints.month,
    coalesce(journey.touchpoint, touchpoints.touchpoint) as touchpoint,
    journey.name_en,
    journey.name_sv,
    cast(journey.journey_order as bigint) as journey_order,
    touchpoints.nps,
    kinds.nps_survey_kind,
    touchpoints.csat,
    kinds.csat_survey_kind,
    touchpoints.csat_answers,
    touchpoints.ces,
    kinds.ces_survey_kind,
    touchpoints.ces_answers,
    touchpoints.answers,
    touchpoints.detractor_share,
    touchpoints.low_effort_share,
    touchpoints.impact_on_nps,
    touchpoints.impact_on_ces,
    touchpoints.friction_metric,
    touchpoints.friction,
    touchpoints.friction_rank,
    cast(touchpoints.sessions as bigint) as sessions,
    touchpoints.conversion_rate,
    touchpoints.bounce_rate,
    cast(touchpoints.searches as bigint) as searches,
    journey.is_moment_of_truth,
    touchpoints.is_low_base,
    touchpoints.is_suppressed
from touchpoints
left join journey on touchpoints.touchpoint_key = journey.touchpoint_key
cross join {{ ref('int_touchpoint_kinds_chosen') }} as kinds
order by touchpoints.month asc nulls last, journey.journey_order asc nulls last, touchpoint asc nulls last
