{{ config(materialized='ephemeral') }}

-- Half widths and centres are shares (-1..1 or 0..1) until the last step. Nothing answered gives nothing known: the
-- interval's formula alone would turn no answer at all into a centre of zero.
with answers as (

    select * from {{ ref('int_answers_reported') }}

),

estimated as (

    select
        *,
        case
            when answers = 0 then null
            when metric = 'nps' then {{ adjusted_wald_centre('positives', 'negatives', 'answers') }}
            else {{ wilson_centre('positives', 'answers') }}
        end as centre,
        case
            when answers = 0 then null
            when metric = 'nps'
                then {{ adjusted_wald_half_width('positives', 'negatives', 'answers', 'finite_population') }}
            else {{ wilson_half_width('positives', 'answers') }}
        end as half_width,
        case when metric = 'nps' then -100e0 else 0e0 end as lowest_value
    from answers

)

select
    case when estimated.metric = 'nps' then kinds.net_score_metric else estimated.metric end as metric,
    estimated.survey_kind,
    estimated.period_grain,
    coalesce(estimated.month, estimated.first_day) as period_start,
    case
        when estimated.period_grain = 'month' then {{ cx_month_end('estimated.month') }}
        else greatest(runs.as_of, estimated.last_day)
    end as period_end,
    estimated.dimension,
    estimated.member,
    estimated.respondents as respondent_count,
    case
        when estimated.answers > 0 then cast(estimated.positives - estimated.negatives as double)
    end as numerator,
    estimated.answers as denominator,
    case estimated.metric
        when 'nps' then {{ nps('estimated.positives', 'estimated.negatives', 'estimated.answers') }}
        when 'csat' then {{ csat('estimated.positives', 'estimated.answers') }}
        when 'ces' then {{ ces('estimated.positives', 'estimated.answers') }}
    end as value,
    case
        when estimated.centre is not null
            then greatest(estimated.lowest_value, 100e0 * (estimated.centre - estimated.half_width))
    end as ci_lower,
    case
        when estimated.centre is not null then least(100e0, 100e0 * (estimated.centre + estimated.half_width))
    end as ci_upper,
    case when estimated.metric = 'nps' then 100e0 * estimated.half_width end as margin_of_error,
    estimated.score_sum / nullif(estimated.answers, 0) as mean_score,
    cast(null as double) as median_score
from estimated
inner join {{ ref('survey_kinds') }} as kinds on estimated.survey_kind = kinds.survey_kind
cross join {{ ref('stg_ingest__runs') }} as runs
