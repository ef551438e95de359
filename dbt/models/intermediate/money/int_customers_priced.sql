with customers as (

    select
        crm.*,
        coalesce(crm.segment, 'unknown') as cost_segment,
        {{ cx_month_start('crm.acquired_on') }} as acquired_month,
        runs.as_of,
        {{ converted_amount('crm.annual_revenue', 'crm.currency', 'runs.reporting_currency', 'rates.rate') }}
            as own_annual_revenue,
        {{ converted_amount('crm.acquisition_cost', 'crm.currency', 'runs.reporting_currency', 'rates.rate') }}
            as own_acquisition_cost,
        {{ is_rate_missing(
            'coalesce(crm.annual_revenue, crm.acquisition_cost)',
            'crm.currency', 'runs.reporting_currency', 'rates.rate'
        ) }} as is_rate_missing
    from {{ ref('stg_crm__customers') }} as crm
    cross join {{ ref('stg_ingest__runs') }} as runs
    left join {{ ref('int_fx_rates_filled') }} as rates
        on crm.currency = rates.currency and runs.as_of = rates.day

),

newcomers as (

    select
        cost_segment,
        acquired_month,
        count(*) as newcomers
    from customers
    where acquired_on <= as_of
    group by cost_segment, acquired_month

),

spend as (

    select
        segment,
        {{ cx_month_start('booked_on') }} as month,
        sum(spend) as spend
    from {{ ref('int_acquisition_costs_converted') }}
    group by segment, {{ cx_month_start('booked_on') }}

)

select
    customers.customer_key,
    row_number() over (order by customers.customer_key asc nulls last) as customer_number,
    customers.email_hash,
    customers.segment,
    customers.persona,
    customers.country,
    customers.industry,
    customers.currency,
    customers.own_annual_revenue,
    coalesce(
        customers.own_acquisition_cost,
        cast(cast(spend.spend as double) / nullif(newcomers.newcomers, 0) as decimal(28, 8))
    ) as acquisition_cost,
    customers.is_rate_missing,
    customers.acquired_on,
    customers.churned_on,
    customers.acquired_month
from customers
left join newcomers
    on
        customers.cost_segment = newcomers.cost_segment
        and customers.acquired_month = newcomers.acquired_month
left join spend
    on
        customers.cost_segment = spend.segment
        and customers.acquired_month = spend.month
