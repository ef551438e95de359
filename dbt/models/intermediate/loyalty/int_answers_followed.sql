{{ config(materialized='ephemeral') }}

-- Each answer is an observation, whatever its customer answered later.
select
    responses.customer_number,
    coalesce(responses.segment, 'unknown') as segment,
    responses.nps_band,
    {{ is_lost_after('responses.responded_on', 'customers.churned_on') }} as is_lost,
    responses.responded_on
from {{ ref('int_responses_screened') }} as responses
inner join {{ ref('int_customers_priced') }} as customers on responses.customer_number = customers.customer_number
where
    responses.is_counted
    and responses.survey_kind = 'relational'
    and responses.nps_score is not null
    and coalesce(customers.acquired_on <= responses.responded_on, true)
    and coalesce(customers.churned_on > responses.responded_on, true)
