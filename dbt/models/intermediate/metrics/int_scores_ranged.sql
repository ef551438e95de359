{{ config(materialized='ephemeral') }}

-- Every group has its eleven scores, pooled as far as it takes. What an earlier build decided says nothing of these
-- answers: without a decision of this build, a group has its three bands.
with groups as (

    select *
    from {{ ref('int_metrics_suppressed') }}
    where metric = 'nps' and dimension in ('all', 'segment') and denominator > 0

),

pools as (

    select pools.*
    from {{ ref('stg_statistics__score_pools') }} as pools
    inner join {{ ref('stg_ingest__runs') }} as runs on pools.build_id = runs.build_id

),

bands as (

    select
        nps_score,
        nps_band,
        min(nps_score) over (partition by nps_band) as lowest_of_band,
        max(nps_score) over (partition by nps_band) as highest_of_band
    from {{ ref('nps_bands') }}

)

select
    groups.survey_kind,
    groups.period_grain,
    groups.dimension,
    groups.member,
    groups.denominator,
    groups.is_low_base,
    bands.nps_score,
    bands.nps_band,
    case
        when pools.pooled_to is null then bands.lowest_of_band
        when bands.nps_score <= pools.pooled_to then 0
        else bands.nps_score
    end as lowest_score,
    case
        when pools.pooled_to is null then bands.highest_of_band
        else greatest(bands.nps_score, pools.pooled_to)
    end as highest_score,
    groups.period_start,
    groups.period_end
from groups
cross join bands
left join pools
    on
        groups.survey_kind = pools.survey_kind
        and groups.period_grain = pools.period_grain
        and groups.dimension = pools.dimension
        and groups.member = pools.member
        and (groups.period_start = pools.period_start or groups.period_grain = 'all_time')
