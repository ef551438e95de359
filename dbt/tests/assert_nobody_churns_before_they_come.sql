{{ config(severity='warn') }}

-- The value of such a customer is not known; the CRM is to be corrected.
select
    customer_key,
    acquired_on,
    churned_on
from {{ ref('customers') }}
where churned_on < acquired_on
