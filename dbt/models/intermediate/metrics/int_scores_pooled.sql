-- How many gave the scores of each row, and whether any row of the group has people, but too few: looked at once more,
-- so that no score is shown on them whatever was decided.
with counted as (

    select
        scores.survey_kind,
        scores.period_grain,
        scores.dimension,
        scores.member,
        scores.nps_band,
        cast(scores.lowest_score as smallint) as lowest_score,
        cast(scores.highest_score as smallint) as highest_score,
        scores.is_low_base,
        scores.denominator,
        cast(coalesce(sum(placed.answers), 0) as bigint) as answers,
        cast(coalesce(sum(placed.people), 0) as bigint) as people,
        scores.period_start,
        scores.period_end
    from {{ ref('int_scores_ranged') }} as scores
    left join {{ ref('int_scores_placed') }} as placed
        on
            scores.survey_kind = placed.survey_kind
            and scores.period_grain = placed.period_grain
            and scores.dimension = placed.dimension
            and scores.member = placed.member
            and scores.nps_score = placed.nps_score
            and (scores.period_start = placed.period_start or scores.period_grain = 'all_time')
    group by
        scores.survey_kind, scores.period_grain, scores.dimension, scores.member, scores.nps_band, scores.lowest_score,
        scores.highest_score, scores.is_low_base, scores.denominator, scores.period_start, scores.period_end

)

select
    counted.*,
    min(case when counted.answers > 0 then counted.people end) over (
        partition by
            counted.survey_kind, counted.period_grain, counted.period_start, counted.dimension, counted.member
    ) < kinds.minimum_group_size as is_too_few
from counted
inner join {{ ref('survey_kinds') }} as kinds on counted.survey_kind = kinds.survey_kind
