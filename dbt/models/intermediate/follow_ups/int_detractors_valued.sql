-- How many unhappy customers left is measured on answers to the relationship, by the segment of the day of the answer.
with churn as (

    select
        segment,
        lost,
        answers,
        nps_band,
        max(month) over () as last_month,
        month
    from {{ ref('int_bands_churned') }}

),

churned as (

    select
        segment,
        {{ churn_rate('sum(lost)', 'sum(answers)') }} as churn_rate
    from churn
    where month = last_month and nps_band = 'detractor'
    group by segment

),

everybody as (

    select {{ churn_rate('sum(lost)', 'sum(answers)') }} as churn_rate
    from churn
    where month = last_month and nps_band = 'detractor'

),

valued as (

    select
        detractors.response_id,
        coalesce(current_values.annual_revenue, customers.own_annual_revenue) as annual_revenue,
        current_values.clv,
        coalesce(churned.churn_rate, everybody.churn_rate) as detractor_churn_rate
    from {{ ref('int_detractors_timed') }} as detractors
    cross join everybody
    left join churned on coalesce(detractors.segment, 'unknown') = churned.segment
    left join {{ ref('int_customers_priced') }} as customers
        on detractors.customer_number = customers.customer_number
    left join {{ ref('int_customers_projected') }} as current_values
        on customers.customer_number = current_values.customer_number and current_values.is_current

)

select
    response_id,
    annual_revenue,
    clv,
    coalesce(clv, annual_revenue) as customer_value,
    detractor_churn_rate,
    {{ value_at_stake('coalesce(clv, annual_revenue)', 'detractor_churn_rate') }} as value_at_stake
from valued
