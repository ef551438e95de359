{{ config(materialized='ephemeral') }}

with dated as (

    select
        survey_kind,
        min(first_day) as first_day,
        max(last_day) as last_day
    from {{ ref('int_drivers_summed') }}
    group by survey_kind

),

drivers as (

    select
        slot,
        driver,
        scale_min,
        scale_max,
        is_index
    from {{ ref('stg_survey__drivers') }}
    group by slot, driver, scale_min, scale_max, is_index

),

-- A column that holds the index is on 0..100 already, and that is the scale that it is declared with.
scored as (

    select
        answers.*,
        drivers.driver,
        drivers.is_index,
        {{ index_sum('answers.score_sum', 'answers.answers', 'drivers.scale_min', 'drivers.scale_max') }} as index_sum
    from {{ ref('int_drivers_reported') }} as answers
    inner join drivers on answers.slot = drivers.slot

)

select
    'driver_index' as metric,
    scored.survey_kind,
    scored.period_grain,
    'driver' as dimension,
    scored.driver as member,
    scored.respondents as respondent_count,
    scored.index_sum as numerator,
    scored.answers as denominator,
    scored.index_sum / nullif(scored.answers, 0) as value,
    case when not scored.is_index then scored.score_sum / nullif(scored.answers, 0) end as mean_score,
    coalesce(scored.period_start, dated.first_day) as period_start,
    coalesce(scored.period_end, greatest(runs.as_of, dated.last_day)) as period_end
from scored
inner join dated on scored.survey_kind = dated.survey_kind
cross join {{ ref('stg_ingest__runs') }} as runs
