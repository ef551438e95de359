-- Who is not known to have come on some day is taken to have been there all the time, at an unknown value.
with lived as (

    select
        crm.customer_number,
        coalesce(crm.segment, 'unknown') as segment,
        crm.own_annual_revenue,
        crm.acquisition_cost,
        months.month,
        months.valued_on,
        months.is_current,
        {{ relationship_years('crm.acquired_on', 'crm.churned_on', 'months.valued_on') }} as relationship_years,
        crm.churned_on is null or crm.churned_on > months.valued_on as is_active
    from {{ ref('int_customers_priced') }} as crm
    inner join {{ ref('int_months_valued') }} as months
        on coalesce(crm.acquired_on, cast('0001-01-01' as date)) <= months.valued_on

),

-- What was booked before the first day as a customer belongs to the first month.
booked as (

    select
        customers.customer_number,
        greatest({{ cx_month_start('revenue.booked_on') }}, customers.acquired_month) as month,
        sum(revenue.amount) as amount
    from {{ ref('int_revenue_converted') }} as revenue
    inner join {{ ref('int_customers_priced') }} as customers on revenue.customer_key = customers.customer_key
    where customers.own_annual_revenue is null and customers.acquired_month is not null
    group by customers.customer_number, greatest({{ cx_month_start('revenue.booked_on') }}, customers.acquired_month)

),

-- Nobody's revenue is known to be 0 where no revenue is kept at all.
ledger as (

    select case when count(*) > 0 then cast(0 as decimal(28, 8)) end as nothing_booked
    from {{ ref('stg_finance__revenue') }}

),

-- Only customers without a figure of the CRM's own need their revenue month by month.
cumulated as (

    select
        lived.*,
        coalesce(
            sum(booked.amount) over (
                partition by lived.customer_number
                order by lived.month asc nulls first
                rows between unbounded preceding and current row
            ),
            ledger.nothing_booked
        ) as revenue_to_date
    from lived
    cross join ledger
    left join booked on lived.customer_number = booked.customer_number and lived.month = booked.month
    where lived.own_annual_revenue is null
    union all
    select
        lived.*,
        cast(null as decimal(28, 8)) as revenue_to_date
    from lived
    where lived.own_annual_revenue is not null

)

select
    customer_number,
    segment,
    {{ annual_revenue('own_annual_revenue', 'revenue_to_date', 'relationship_years') }} as annual_revenue,
    acquisition_cost,
    {{ clv('own_annual_revenue', 'revenue_to_date', 'relationship_years', 'acquisition_cost') }} as clv,
    relationship_years,
    is_current,
    is_active,
    month,
    valued_on
from cumulated
