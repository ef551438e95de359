-- People are no more than answers. A hidden row has no number, a shown one has all, and scores that are told together
-- are of one band.
select distributions.*
from {{ ref('score_distribution') }} as distributions
inner join {{ ref('survey_kinds') }} as kinds on distributions.survey_kind = kinds.survey_kind
inner join {{ ref('nps_bands') }} as lowest on distributions.lowest_score = lowest.nps_score
inner join {{ ref('nps_bands') }} as highest on distributions.highest_score = highest.nps_score
where
    not kinds.is_customer
    or (distributions.answer_count > 0 and distributions.answer_count < kinds.minimum_group_size)
    or (distributions.score is not null and distributions.answer_count = 0)
    or distributions.is_suppressed <> (distributions.suppression_reason is not null)
    or distributions.is_suppressed <> (distributions.answer_count is null)
    or distributions.is_suppressed <> (distributions.denominator is null)
    or distributions.is_suppressed <> (distributions.share is null)
    or distributions.is_suppressed <> (distributions.band is null)
    or (
        not distributions.is_suppressed
        and (distributions.band <> lowest.nps_band or distributions.band <> highest.nps_band)
    )
    or (distributions.score is not null) <> (distributions.lowest_score = distributions.highest_score)
