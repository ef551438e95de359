-- What an earlier build expected says nothing about these purchases.
with purchases as (

    select
        segment,
        count(*) as customers,
        count(*) filter (where is_active and repeat_purchases > 0) as possible_figures
    from {{ ref('int_purchases_summarised') }}
    where is_current
    group by segment

),

expected as (

    select
        purchases.segment,
        count(*) as figures
    from {{ ref('stg_statistics__expected_lifetimes') }} as lifetimes
    inner join {{ ref('int_purchases_summarised') }} as purchases
        on lifetimes.customer_key = purchases.customer_key
    where purchases.is_current
    group by purchases.segment

),

fitted as (

    select models.*
    from {{ ref('stg_statistics__lifetime_models') }} as models
    inner join {{ ref('stg_ingest__runs') }} as runs on models.build_id = runs.build_id

)

select
    purchases.segment,
    purchases.customers,
    fitted.customers as fitted_customers,
    purchases.possible_figures,
    expected.figures
from purchases
left join fitted on purchases.segment = fitted.segment
left join expected on purchases.segment = expected.segment
where
    fitted.customers is distinct from purchases.customers
    or coalesce(expected.figures, 0) <> case when fitted.reason is null then purchases.possible_figures else 0 end
