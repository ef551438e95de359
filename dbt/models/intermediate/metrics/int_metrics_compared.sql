{%- set keys = ['metric', 'survey_kind', 'period_grain', 'dimension', 'member'] -%}
{%- set family = 'metric, survey_kind, period_grain, period_start, period_end, dimension' -%}
with pairs as (

    select * from {{ ref('int_metrics_paired') }}

),

-- Trailing windows a month apart share two thirds of their answers: the change is shown, and nothing is claimed of it.
differing as (

    select
        *,
        case
            when period_grain <> 'trailing_90_days' and previous_value is not null
                then {{ difference_z('metric', '', 'previous_') }}
        end as change_z,
        case
            when rest_denominator > 0 and not is_low_base then {{ difference_z('metric', '', 'rest_') }}
        end as rest_z
    from pairs

),

tested as (

    select
        *,
        {{ two_sided_p_value('change_z') }} as change_p_value,
        {{ two_sided_p_value('rest_z') }} as rest_p_value
    from differing

),

ranked as (

    select
        *,
        row_number() over (
            partition by {{ family }} order by rest_p_value asc nulls last, member asc nulls last
        ) as p_value_rank,
        count(rest_p_value) over (partition by {{ family }}) as family_size
    from tested

),

-- Holm: members that are compared at once pay for one another, and a larger p-value never becomes the smaller one.
adjusted as (

    select
        *,
        max({{ holm_step('rest_p_value', 'p_value_rank', 'family_size') }}) over (
            partition by {{ family }}
            order by p_value_rank asc nulls last
            rows between unbounded preceding and current row
        ) as largest_step
    from ranked

)

select
    {{ keys | join(',\n    ') }},
    previous_value,
    change,
    change_p_value,
    difference_to_rest,
    case when rest_p_value is not null then largest_step end as difference_to_rest_p_value_holm,
    case
        when change_p_value is not null
            then change_p_value < {{ var('significance_level') }} and not is_low_base and not previous_is_low_base
    end as is_significant_change,
    period_start,
    period_end
from adjusted
