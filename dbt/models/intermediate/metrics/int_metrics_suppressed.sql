with metrics as (

    select * from {{ ref('int_metrics_collected') }}

),

-- Siblings from the smallest up: everything before a row that is hidden at all is hidden too.
siblings as (

    select
        metrics.*,
        kinds.minimum_group_size,
        coalesce(
            sum(metrics.respondent_count) over (
                partition by
                    metrics.metric, metrics.survey_kind, metrics.period_grain, metrics.period_start, metrics.dimension
                order by metrics.respondent_count asc nulls first, metrics.member asc nulls first
                rows between unbounded preceding and 1 preceding
            ), 0
        ) as smaller_respondents
    from metrics
    inner join {{ ref('survey_kinds') }} as kinds on metrics.survey_kind = kinds.survey_kind

),

judged as (

    select
        *,
        case
            when respondent_count = 0 then null
            when respondent_count < minimum_group_size
                then 'fewer than ' || cast(minimum_group_size as {{ dbt.type_string() }}) || ' respondents'
            -- One neighbour is enough: with it the hidden ones together reach the minimum.
            when smaller_respondents > 0 and smaller_respondents < minimum_group_size
                then 'protects a smaller neighbour'
        end as suppression_reason
    from siblings

)

select
    metric,
    survey_kind,
    period_grain,
    period_start,
    period_end,
    dimension,
    member,
    {% for number in [
        'respondent_count', 'numerator', 'denominator', 'value', 'ci_lower', 'ci_upper', 'margin_of_error',
        'weighted_value', 'weighted_ci_lower', 'weighted_ci_upper', 'effective_count', 'mean_score', 'median_score',
        'p90_score', 'within_target_share', 'unanswered_count', 'negatives'
    ] -%}
        case when suppression_reason is null then {{ number }} end as {{ number }},
    {% endfor -%}
    case when suppression_reason is null then respondent_count < {{ var('low_base_size') }} end as is_low_base,
    suppression_reason is not null as is_suppressed,
    suppression_reason
from judged
