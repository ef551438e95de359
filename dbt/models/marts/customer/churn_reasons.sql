with measured as (

    select * from {{ ref('int_churn_measured') }}
    where period_grain = 'month' and dimension = 'segment' and lost > 0

),

customers as (

    select
        churn_reason,
        churned_on,
        coalesce(segment, 'unknown') as segment,
        coalesce(acquired_on, cast('0001-01-01' as date)) as acquired_on,
        {{ cx_month_start('churned_on') }} as month
    from {{ ref('stg_crm__customers') }}
    where churned_on is not null

),

runs as (

    select * from {{ ref('stg_ingest__runs') }}

),

reasons as (

    select
        month,
        segment,
        coalesce(churn_reason, 'unknown') as churn_reason,
        count(*) as lost_customers
    from customers
    inner join runs on customers.churned_on <= runs.as_of
    where acquired_on < month
    group by month, segment, coalesce(churn_reason, 'unknown')

)

select
    reasons.month,
    reasons.segment,
    reasons.churn_reason,
    reasons.lost_customers,
    measured.started as customers_at_start,
    {{ churn_rate('reasons.lost_customers', 'measured.started') }} as churn_rate
from reasons
inner join measured on reasons.month = measured.month and reasons.segment = measured.member
order by reasons.month asc nulls last, reasons.segment asc nulls last, reasons.churn_reason asc nulls last
