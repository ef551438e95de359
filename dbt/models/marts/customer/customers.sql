with customers as (

    select * from {{ ref('int_customers_priced') }}

),

valued as (

    select * from {{ ref('int_customers_projected') }}
    where is_current

)

select
    customers.customer_key,
    customers.segment,
    customers.persona,
    customers.country,
    customers.industry,
    answered.last_nps_band,
    {{ money('coalesce(valued.annual_revenue, customers.own_annual_revenue)') }} as annual_revenue,
    {{ money('customers.acquisition_cost') }} as acquisition_cost,
    {{ money('valued.clv') }} as clv,
    {{ money('valued.projected_clv') }} as projected_clv,
    valued.relationship_years,
    cast(answered.last_nps_score as smallint) as last_nps_score,
    answered.last_csat_satisfied,
    -- Who comes only after the day of the valuation is in the CRM, but not yet a customer.
    coalesce(valued.is_active, false) as is_active,
    customers.acquired_on,
    customers.churned_on,
    answered.last_responded_on
from customers
left join valued on customers.customer_number = valued.customer_number
left join {{ ref('int_customers_answered') }} as answered on customers.customer_key = answered.customer_key
