{{ config(materialized='view') }}

with bands as (

    select
        nps_band,
        max(nps_points) as points
    from {{ ref('nps_bands') }}
    group by nps_band

),

transitions as (

    select
        previous_bands.nps_band as from_band,
        bands.nps_band as to_band,
        100 * (bands.points - previous_bands.points) as points_change,
        ' / ' || previous_bands.nps_band || ' / ' || bands.nps_band as ending
    from bands as previous_bands
    cross join bands

),

metrics as (

    select *
    from {{ ref('int_metrics_suppressed') }}
    where metric = 'band_transitions'

)

-- A segment may have a stroke in its own name: what stands before the two bands is the segment; of all, nothing does.
select
    metrics.survey_kind,
    case
        when metrics.dimension = 'segment_transition'
            then left(metrics.member, length(metrics.member) - length(transitions.ending))
    end as segment,
    transitions.from_band,
    transitions.to_band,
    metrics.suppression_reason,
    metrics.denominator as customers,
    metrics.value as mean_change,
    transitions.points_change,
    wholes.denominator as paired_customers,
    metrics.is_suppressed,
    metrics.period_start,
    metrics.period_end
from metrics
inner join transitions on right(' / ' || metrics.member, length(transitions.ending)) = transitions.ending
inner join metrics as wholes
    on
        metrics.period_start = wholes.period_start
        and case metrics.dimension when 'segment_transition' then 'segment' else 'all' end = wholes.dimension
        and case
            when metrics.dimension = 'segment_transition'
                then left(metrics.member, length(metrics.member) - length(transitions.ending))
            else 'all'
        end = wholes.member
where metrics.dimension in ('transition', 'segment_transition')
