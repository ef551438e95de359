{{ config(materialized='ephemeral') }}

-- Half widths and centres are shares (-1..1 or 0..1) until the last step. Nothing answered gives nothing known: the
-- interval's formula alone would turn no answer at all into a centre of zero.
with answers as (

    select
        *,
        {{ effective_count('weight_sum', 'squared_weight_sum') }} as effective_count,
        weighted_positives / nullif(weight_sum, 0) as positive_share,
        weighted_negatives / nullif(weight_sum, 0) as negative_share
    from {{ ref('int_answers_reported') }}

),

-- In the weighted interval the effective number of answers takes the place of the answers.
estimated as (

    select
        *,
        {% for name, positives, negatives, number, population in [
            ('', 'positives', 'negatives', 'answers', 'finite_population'),
            ('weighted_', '(positive_share * effective_count)', '(negative_share * effective_count)', 'effective_count', 'null')
        ] -%}
            case
                when coalesce({{ number }}, 0) = 0 then null
                when metric = 'nps' then {{ adjusted_wald_centre(positives, negatives, number) }}
                else {{ wilson_centre(positives, number) }}
            end as {{ name }}centre,
            case
                when coalesce({{ number }}, 0) = 0 then null
                when metric = 'nps' then {{ adjusted_wald_half_width(positives, negatives, number, population) }}
                else {{ wilson_half_width(positives, number) }}
            end as {{ name }}half_width,
        {% endfor -%}
        case when metric = 'nps' then -1e0 else 0e0 end as lowest_share
    from answers

)

select
    case when estimated.metric = 'nps' then kinds.net_score_metric else estimated.metric end as metric,
    estimated.survey_kind,
    estimated.period_grain,
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
    {% for name in ['', 'weighted_'] -%}
        {%- set interval = ['estimated.' ~ name ~ 'centre', 'estimated.' ~ name ~ 'half_width'] -%}
        100e0 * {{ interval_lower(interval[0], interval[1], 'estimated.lowest_share') }} as {{ name }}ci_lower,
        100e0 * {{ interval_upper(interval[0], interval[1], '1e0') }} as {{ name }}ci_upper,
    {% endfor -%}
    case when estimated.metric = 'nps' then 100e0 * estimated.half_width end as margin_of_error,
    100e0 * (estimated.positive_share - estimated.negative_share) as weighted_value,
    estimated.effective_count,
    estimated.score_sum / nullif(estimated.answers, 0) as mean_score,
    cast(estimated.negatives as double) as negatives,
    coalesce(estimated.period_start, dated.first_day) as period_start,
    coalesce(estimated.period_end, greatest(runs.as_of, dated.last_day)) as period_end
from estimated
inner join {{ ref('survey_kinds') }} as kinds on estimated.survey_kind = kinds.survey_kind
left join {{ ref('int_answers_dated') }} as dated
    on estimated.metric = dated.metric and estimated.survey_kind = dated.survey_kind
cross join {{ ref('stg_ingest__runs') }} as runs
