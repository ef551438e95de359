-- What is shown of a group is all of it: its rows are the answers of its NPS, promoters less detractors its numerator,
-- and where every score stands alone their mean is its mean score.
with groups as (

    select
        survey_kind,
        period_grain,
        period_start,
        period_end,
        dimension,
        member,
        sum(answer_count) as answers,
        sum(case band when 'promoter' then answer_count when 'detractor' then -answer_count else 0 end) as net,
        case when count(*) = count(score) then sum(answer_count * score) end as score_sum,
        min(denominator) as lowest_denominator,
        max(denominator) as denominator,
        sum(highest_score - lowest_score + 1) as scores,
        max(case when is_suppressed then 1 else 0 end) as is_suppressed,
        count(*) as row_count
    from {{ ref('score_distribution') }}
    group by survey_kind, period_grain, period_start, period_end, dimension, member

),

metrics as (

    select *
    from {{ ref('metric_values') }}
    where metric = 'nps' and dimension in ('all', 'segment') and (is_suppressed or denominator > 0)

)

select
    metrics.survey_kind,
    metrics.period_grain,
    metrics.period_start,
    metrics.dimension,
    metrics.member,
    metrics.denominator,
    groups.answers,
    metrics.numerator,
    groups.net
from metrics
full outer join groups
    on
        metrics.survey_kind = groups.survey_kind
        and metrics.period_grain = groups.period_grain
        and metrics.period_start = groups.period_start
        and metrics.period_end = groups.period_end
        and metrics.dimension = groups.dimension
        and metrics.member = groups.member
where
    groups.survey_kind is null
    or metrics.survey_kind is null
    or groups.scores <> 11
    or metrics.is_suppressed and groups.is_suppressed = 0
    or groups.is_suppressed = 1 and groups.row_count <> 1
    or groups.is_suppressed = 0 and (
        groups.answers is distinct from metrics.denominator
        or groups.denominator is distinct from metrics.denominator
        or groups.lowest_denominator is distinct from metrics.denominator
        or groups.net is distinct from metrics.numerator
        or abs(groups.score_sum / nullif(cast(groups.answers as double), 0) - metrics.mean_score) > 1e-9
    )
