-- A hidden row has no number at all, and what is shown has the people that it needs.
select metrics.*
from {{ ref('metric_values') }} as metrics
inner join {{ ref('survey_kinds') }} as kinds on metrics.survey_kind = kinds.survey_kind
where
    (metrics.is_suppressed and coalesce(
        metrics.respondent_count, metrics.numerator, metrics.denominator, metrics.value, metrics.ci_lower,
        metrics.ci_upper, metrics.margin_of_error, metrics.mean_score, metrics.median_score
    ) is not null)
    or metrics.is_suppressed <> (metrics.suppression_reason is not null)
    or (
        not metrics.is_suppressed
        and metrics.respondent_count <> 0
        and metrics.respondent_count < kinds.minimum_group_size
    )
    or (not kinds.is_customer and metrics.dimension not in ('all', 'unit'))
