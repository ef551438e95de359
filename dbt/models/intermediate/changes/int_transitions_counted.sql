{{ config(materialized='ephemeral') }}

with bands as (

    select nps_band
    from {{ ref('nps_bands') }}
    group by nps_band

),

counted as (

    select
        changes.survey_kind,
        changes.survey_id,
        coalesce(changes.segment, 'unknown') as segment,
        changes.previous_band,
        changes.band,
        count(*) as customers,
        sum(changes.score - changes.previous_score) as score_change,
        changes.quarter
    from {{ ref('int_answers_changed') }} as changes
    inner join {{ ref('int_survey_kinds_chosen') }} as chosen on changes.survey_kind = chosen.nps_survey_kind
    where changes.counts_in_quarter
    group by
        changes.survey_kind,
        changes.survey_id,
        coalesce(changes.segment, 'unknown'),
        changes.previous_band,
        changes.band,
        changes.quarter

),

groups as (

    select
        survey_kind,
        survey_id,
        segment,
        quarter
    from counted
    group by survey_kind, survey_id, segment, quarter

)

-- Where anybody is in one of the nine, the others are there with nobody.
select
    groups.survey_kind,
    groups.survey_id,
    groups.segment,
    previous_bands.nps_band as previous_band,
    bands.nps_band as band,
    coalesce(counted.customers, 0) as customers,
    coalesce(counted.score_change, 0) as score_change,
    groups.quarter
from groups
cross join bands as previous_bands
cross join bands
left join counted
    on
        groups.survey_kind = counted.survey_kind
        and groups.survey_id is not distinct from counted.survey_id
        and groups.segment = counted.segment
        and groups.quarter = counted.quarter
        and previous_bands.nps_band = counted.previous_band
        and bands.nps_band = counted.band
