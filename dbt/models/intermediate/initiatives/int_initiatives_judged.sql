{%- set has_enough = 'estimated.fewest_people >= kinds.minimum_group_size' -%}
{%- set together = 'estimated.figure, estimated.comparison, initiatives.target_dimension, initiatives.started_on' -%}
-- Of initiatives that begin on one day each is in the rest of the others: one that is hidden alone could be computed.
with sized as (

    select
        estimated.*,
        {{ has_enough }} as has_enough,
        sum(case when not {{ has_enough }} and estimated.target_before_people > 0 then 1 else 0 end) over (
            partition by {{ together }}
        ) as hidden_count,
        row_number() over (
            partition by {{ together }}, {{ has_enough }}
            order by estimated.fewest_people asc nulls last, estimated.initiative_id asc nulls last
        ) as size_rank
    from {{ ref('int_initiatives_estimated') }} as estimated
    inner join {{ ref('survey_kinds') }} as kinds on estimated.survey_kind = kinds.survey_kind
    inner join {{ ref('int_initiatives_priced') }} as initiatives
        on estimated.initiative_id = initiatives.initiative_id

),

-- A figure on too few people in one of the four groups is hidden, and on few of them nothing is claimed.
estimates as (

    select
        *,
        {{ var('confidence_z') }}e0 * standard_error as half_width,
        effect / nullif(standard_error, 0) as z,
        fewest_people < {{ var('low_base_size') }} as is_low_base
    from sized
    where has_enough and not (hidden_count = 1 and size_rank = 1)

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
