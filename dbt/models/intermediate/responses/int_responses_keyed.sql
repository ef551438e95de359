{{ config(materialized='view') }}

-- An address that two customers share names the first of them, always the same one.
with addresses as (

    select
        email_hash,
        min(customer_key) as customer_key
    from {{ ref('int_customers_priced') }}
    where email_hash is not null
    group by email_hash

),

responses as (

    select * from {{ ref('int_submissions_merged') }}
    union all
    select * from {{ ref('int_tickets_rated') }}

),

-- An employee is nobody's customer, even where both carry the same number. The keys to look up are made here and not in
-- the joins: a condition on the left side of a left join costs DuckDB a comparison of all rows with all.
reachable as (

    select
        responses.*,
        kinds.is_customer,
        case
            when responses.customer_key is null and kinds.is_customer then responses.customer_email_hash
        end as looked_up_hash
    from responses
    left join {{ ref('survey_kinds') }} as kinds on responses.survey_kind = kinds.survey_kind

)

select
    reachable.*,
    coalesce(reachable.customer_key, addresses.customer_key, reachable.customer_email_hash) as respondent_key,
    case
        when reachable.is_customer then coalesce(reachable.customer_key, addresses.customer_key)
    end as looked_up_key,
    case when not reachable.is_customer then reachable.customer_key end as employee_key,
    {{ cx_local_day('reachable.responded_at', 'days') }} as responded_on
from reachable
left join addresses on reachable.looked_up_hash = addresses.email_hash
left join {{ ref('int_days_localised') }} as days on cast(reachable.responded_at as date) = days.day
