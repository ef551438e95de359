with customers as (

    select * from {{ ref('int_customers_dimensioned') }}

),

daily_changes as (

    select * from {{ ref('int_customers_moved') }}

),

periods as (

    select * from {{ ref('int_periods_valued') }}
    where period_grain <> 'all_time'

),

-- Who came before the period began and had not left by then.
starters as (

    select
        periods.period_grain,
        periods.period_start,
        periods.period_end,
        periods.month,
        daily_changes.dimension,
        daily_changes.member,
        sum(daily_changes.change) as started
    from periods
    inner join daily_changes on periods.period_start > daily_changes.moved_on
    group by
        periods.period_grain, periods.period_start, periods.period_end, periods.month,
        daily_changes.dimension, daily_changes.member

),

losses as (

    select
        periods.period_grain,
        periods.period_start,
        customers.dimension,
        customers.member,
        count(*) as lost
    from periods
    inner join customers
        on
            periods.period_start <= customers.churned_on
            and periods.valued_on >= customers.churned_on
            and periods.period_start > customers.acquired_on
    group by periods.period_grain, periods.period_start, customers.dimension, customers.member

)

select
    starters.period_grain,
    starters.dimension,
    starters.member,
    cast(starters.started as bigint) as started,
    coalesce(losses.lost, 0) as lost,
    {{ churn_rate('coalesce(losses.lost, 0)', 'starters.started') }} as churn_rate,
    starters.month,
    starters.period_start,
    starters.period_end
from starters
left join losses
    on
        starters.period_grain = losses.period_grain
        and starters.period_start = losses.period_start
        and starters.dimension = losses.dimension
        and starters.member = losses.member
