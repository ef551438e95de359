-- A hidden row has no number at all, and what is shown has the people that it needs.
select drivers.*
from {{ ref('key_drivers') }} as drivers
inner join {{ ref('survey_kinds') }} as kinds on drivers.survey_kind = kinds.survey_kind
where
    (drivers.is_suppressed and coalesce(
        drivers.importance_lmg, drivers.importance_johnson, drivers.correlation, drivers.mean_score,
        drivers.index_0_100, drivers.r_squared, drivers.respondent_count, drivers.answer_count, drivers.rank
    ) is not null)
    or (drivers.is_suppressed and (drivers.is_ranked or coalesce(drivers.quadrant, drivers.reason) is not null))
    or drivers.is_suppressed <> (drivers.suppression_reason is not null)
    or (
        not drivers.is_suppressed
        and drivers.respondent_count <> 0
        and drivers.respondent_count < kinds.minimum_group_size
    )
    or not kinds.is_customer
