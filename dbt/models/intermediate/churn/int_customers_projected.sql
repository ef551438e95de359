{{ config(materialized='view') }}

with annual_churn as (

    select
        month,
        member,
        churn_rate
    from {{ ref('int_churn_measured') }}
    where period_grain = 'twelve_months' and dimension = 'segment'

)

select
    valued.customer_number,
    valued.segment,
    valued.annual_revenue,
    valued.acquisition_cost,
    valued.clv,
    {{ projected_clv(
        'valued.annual_revenue', 'annual_churn.churn_rate', 'valued.acquisition_cost', 'valued.clv', 'valued.is_active'
    ) }} as projected_clv,
    valued.relationship_years,
    valued.is_current,
    valued.is_active,
    valued.month,
    valued.valued_on
from {{ ref('int_customers_valued') }} as valued
left join annual_churn on valued.month = annual_churn.month and valued.segment = annual_churn.member
