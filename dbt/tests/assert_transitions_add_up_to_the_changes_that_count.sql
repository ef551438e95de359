-- Along every dimension the customers of a quarter are the answers that are the last of a customer, survey and quarter.
with counted as (

    select
        changes.survey_kind,
        changes.quarter,
        count(*) as changes
    from {{ ref('int_answers_changed') }} as changes
    inner join {{ ref('int_survey_kinds_chosen') }} as chosen on changes.survey_kind = chosen.nps_survey_kind
    where changes.counts_in_quarter
    group by changes.survey_kind, changes.quarter

),

summed as (

    select
        survey_kind,
        dimension,
        period_start as quarter,
        count(*) as members,
        sum(denominator) as customers
    from {{ ref('int_metrics_collected') }}
    where metric = 'band_transitions'
    group by survey_kind, dimension, period_start

)

select
    counted.*,
    summed.dimension,
    summed.customers
from counted
full outer join summed on counted.survey_kind = summed.survey_kind and counted.quarter = summed.quarter
where
    counted.changes is distinct from summed.customers
    or (summed.dimension = 'transition' and summed.members <> 9)
    or (summed.dimension = 'segment_transition' and summed.members % 9 <> 0)
