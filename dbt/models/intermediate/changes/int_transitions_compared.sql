with transitions as (

    select * from {{ ref('int_transitions_suppressed') }}

),

-- Whoever knows eight of the nine and the test of all knows the ninth: there is no test while one is hidden.
summed as (

    select
        *,
        cast(sum(customers) over nine as double) as pairs,
        cast(sum(customers * points_change) over nine as double) as change_sum,
        cast(sum(customers * points_change * points_change) over nine as double) as square_sum,
        bool_or(is_suppressed) over nine as hides_one
    from transitions
    window nine as (partition by segment, period_start)

),

tested as (

    select
        *,
        case when not hides_one then {{ paired_t('change_sum', 'square_sum', 'pairs') }} end as t,
        pairs - 1e0 as df
    from summed

),

sided as (

    select
        *,
        {{ student_t_x('t', 'df') }} as x,
        {{ student_t_a('t', 'df') }} as a,
        {{ student_t_b('t', 'df') }} as b
    from tested

),

begun as (

    select
        *,
        {{ student_t_tail(['x', 'a', 'b']) }} as tail
    from sided

)

select
    survey_kind,
    segment,
    from_band,
    to_band,
    suppression_reason,
    customers,
    mean_change,
    paired_customers,
    case when not hides_one then change_sum / nullif(pairs, 0) end as paired_nps_change,
    {{ student_t_p_value('t', 'df', ['x', 'a', 'b'], 'tail') }} as paired_p_value,
    paired_customers < {{ var('low_base_size') }} as is_low_base,
    is_suppressed,
    period_start,
    period_end
from begun
