-- Who is not known to have come on some day is taken to have been there all the time.
with customers as (

    {% for dimension in ['all', 'segment'] -%}
        select
            '{{ dimension }}' as dimension,
            {{ "'all'" if dimension == 'all' else "coalesce(segment, 'unknown')" }} as member,
            coalesce(acquired_on, cast('0001-01-01' as date)) as acquired_on,
            churned_on
        from {{ ref('int_customers_priced') }}
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

periods as (

    select * from {{ ref('int_periods_valued') }}
    where period_grain <> 'all_time'

),

moves as (

    select
        dimension,
        member,
        acquired_on as moved_on,
        1 as change
    from customers
    union all
    select
        dimension,
        member,
        churned_on as moved_on,
        -1 as change
    from customers
    where churned_on is not null

),

daily_changes as (

    select
        dimension,
        member,
        moved_on,
        sum(change) as change
    from moves
    group by dimension, member, moved_on

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
