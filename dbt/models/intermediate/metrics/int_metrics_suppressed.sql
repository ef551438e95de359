with metrics as (

    select * from {{ ref('int_metrics_collected') }}

),

sized as (

    select
        metrics.*,
        coalesce(metrics.own_minimum_group_size, kinds.minimum_group_size) as minimum_group_size
    from metrics
    inner join {{ ref('survey_kinds') }} as kinds on metrics.survey_kind = kinds.survey_kind

),

-- One reason for both: a reason that told small figures from their neighbours would tell how small they are.
-- The size is looked at again, so that nothing small is shown where it was not decided what to hide.
judged as (

    select
        sized.*,
        case
            when
                hidden_cells.metric is not null
                or (sized.respondent_count > 0 and sized.respondent_count < sized.minimum_group_size)
                then
                    'fewer than ' || cast(sized.minimum_group_size as {{ dbt.type_string() }})
                    || ' respondents here or in a cell that this one protects'
        end as suppression_reason
    from sized
    left join {{ ref('stg_statistics__hidden_cells') }} as hidden_cells
        on
            sized.metric = hidden_cells.metric
            and sized.survey_kind = hidden_cells.survey_kind
            and sized.period_grain = hidden_cells.period_grain
            and sized.period_start = hidden_cells.period_start
            and sized.period_end = hidden_cells.period_end
            and sized.dimension = hidden_cells.dimension
            and sized.member = hidden_cells.member

),

-- Requests less answered ones are those without an answer: where the requests are hidden, so are these.
told as (

    select
        *,
        max(case when metric = 'tickets' and suppression_reason is not null then 1 else 0 end) over (
            partition by survey_kind, period_grain, period_end, dimension, member
        ) = 1 as hides_requests
    from judged

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
        'p90_score', 'within_target_share', 'negatives'
    ] -%}
        case when suppression_reason is null then {{ number }} end as {{ number }},
    {% endfor -%}
    case when suppression_reason is null and not hides_requests then unanswered_count end as unanswered_count,
    case when suppression_reason is null then respondent_count < {{ var('low_base_size') }} end as is_low_base,
    suppression_reason is not null as is_suppressed,
    suppression_reason
from told
