-- A figure on too few people in one of the four groups is hidden, and on few of them nothing is claimed.
with estimates as (

    select
        estimated.*,
        {{ var('confidence_z') }}e0 * estimated.standard_error as half_width,
        estimated.effect / nullif(estimated.standard_error, 0) as z,
        estimated.fewest_people < {{ var('low_base_size') }} as is_low_base
    from {{ ref('int_initiatives_estimated') }} as estimated
    inner join {{ ref('survey_kinds') }} as kinds on estimated.survey_kind = kinds.survey_kind
    where estimated.fewest_people >= kinds.minimum_group_size

),

bounded as (

    select
        *,
        {{ two_sided_p_value('z') }} as p_value,
        effect - half_width as ci_lower,
        effect + half_width as ci_upper
    from estimates

),

-- How many customers a segment has is hidden in some months; there nothing else may tell it either, as cost and return
-- together do.
protected as (

    select distinct initiatives.initiative_id
    from {{ ref('int_initiatives_priced') }} as initiatives
    inner join {{ ref('int_metrics_suppressed') }} as metrics
        on
            initiatives.target_dimension = metrics.dimension
            and lower(initiatives.target_member) = lower(metrics.member)
            and initiatives.started_on between metrics.period_start and metrics.period_end
    where metrics.metric = 'customers' and metrics.period_grain = 'month' and metrics.is_suppressed

)

select
    bounded.initiative_id,
    bounded.figure,
    bounded.comparison,
    bounded.target_before_people as target_people,
    case when protected.initiative_id is null then bounded.target_before_people end as shown_people,
    bounded.effect,
    bounded.ci_lower,
    bounded.ci_upper,
    bounded.p_value,
    case
        when not bounded.is_low_base or {{ effect_sign('bounded.ci_lower', 'bounded.ci_upper') }} = 0
            then {{ effect_sign('bounded.ci_lower', 'bounded.ci_upper') }}
    end as claimed_sign,
    bounded.is_low_base
from bounded
left join protected on bounded.initiative_id = protected.initiative_id
