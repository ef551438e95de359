-- Leave one out, computed the long way: promoters less detractors of all, without those of the theme, over the others.
with themes as (

    select
        *,
        cast(round(nps_of_theme * nps_answers / 100e0) as bigint) as theme_points
    from {{ ref('comment_themes') }}
    where not is_nps_suppressed and nps_answers > 0

),

scores as (

    select * from {{ ref('metric_values') }}
    where metric = 'nps' and dimension in ('all', 'segment')

)

select
    themes.*,
    scores.value as nps,
    100e0 * (scores.numerator - themes.theme_points) / nullif(scores.denominator - themes.nps_answers, 0) as nps_without
from themes
inner join scores
    on
        themes.nps_survey_kind = scores.survey_kind
        and themes.period_grain = scores.period_grain
        and themes.period_start = case
            when themes.period_grain = 'all_time' then themes.period_start else scores.period_start
        end
        and themes.segment = scores.member
where
    abs(
        themes.nps_impact - scores.value
        + 100e0 * (scores.numerator - themes.theme_points) / nullif(scores.denominator - themes.nps_answers, 0)
    ) > 1e-9
    or (themes.nps_impact is null) <> (scores.is_suppressed or scores.denominator = themes.nps_answers)
    or themes.nps_answers > scores.denominator
