-- As of its last day a period shows what its last month does; a running one, what the running month does.
with months as (

    select * from {{ ref('int_months_valued') }}

),

first_customer as (

    select min(acquired_on) as acquired_on
    from {{ ref('int_customers_priced') }}

),

last_months as (

    {% for grain in ['month', 'quarter', 'year'] -%}
        select
            '{{ grain }}' as period_grain,
            max(month) as month,
            max(valued_on) as valued_on,
            {{ cx_period_start(grain, 'month') }} as period_start,
            {{ cx_period_end(grain, 'month') }} as period_end
        from months
        group by {{ cx_period_start(grain, 'month') }}, {{ cx_period_end(grain, 'month') }}
        union all
    {% endfor -%}
    select
        'trailing_90_days' as period_grain,
        month,
        valued_on,
        {{ cx_window_start('valued_on') }} as period_start,
        valued_on as period_end
    from months
    union all
    -- The year up to a day: what churn and so the expected lifetime is measured in.
    select
        'twelve_months' as period_grain,
        month,
        valued_on,
        cast({{ dbt.dateadd('year', -1, dbt.dateadd('day', 1, 'valued_on')) }} as date) as period_start,
        valued_on as period_end
    from months
    union all
    select
        'all_time' as period_grain,
        months.month,
        months.valued_on,
        least(first_customer.acquired_on, months.valued_on) as period_start,
        months.valued_on as period_end
    from months
    cross join first_customer
    where months.is_current

)

select * from last_months
