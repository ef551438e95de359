{{ config(severity='warn') }}

-- Answers that name a customer whom the CRM does not know: a wrong id in one of the two, as a rule. Without a CRM there
-- is nothing to know.
with answered as (

    select
        count(*) as responses,
        count(*) filter (where customer_number is null) as unknown_responses
    from {{ ref('int_responses_screened') }}
    where is_counted and customer_key is not null and survey_kind <> 'employee'

),

crm as (

    select count(*) as customers
    from {{ ref('customers') }}

)

select
    answered.responses,
    answered.unknown_responses
from answered
cross join crm
where
    crm.customers > 0
    and answered.unknown_responses > {{ var('unknown_customer_share') }} * answered.responses
