{{ config(materialized='ephemeral') }}

with answers as (

    select
        responses.customer_number,
        responses.nps_band,
        {{ cx_month_start('responses.responded_on') }} as month,
        row_number() over (
            partition by responses.customer_number, {{ cx_month_start('responses.responded_on') }}
            order by responses.responded_at desc nulls last, responses.response_id desc nulls last
        ) as recency
    from {{ ref('int_responses_screened') }} as responses
    cross join {{ ref('stg_ingest__runs') }} as runs
    where
        responses.is_counted
        and responses.survey_kind = 'relational'
        and responses.nps_score is not null
        and responses.customer_number is not null
        and responses.responded_on <= runs.as_of

),

-- A band holds until the month of the next answer.
held as (

    select
        customer_number,
        nps_band,
        month,
        coalesce(
            lead(month) over (partition by customer_number order by month asc nulls last), cast('9999-12-31' as date)
        ) as next_month
    from answers
    where recency = 1

),

surveyed as (

    select min(month) as first_month
    from held

)

select
    valued.segment,
    case when valued.is_active then held.nps_band end as nps_band,
    valued.annual_revenue,
    valued.clv,
    valued.is_active,
    valued.month
from {{ ref('int_customers_valued') }} as valued
inner join surveyed on valued.month >= surveyed.first_month
left join held
    on
        valued.customer_number = held.customer_number
        and valued.month >= held.month
        and valued.month < held.next_month
