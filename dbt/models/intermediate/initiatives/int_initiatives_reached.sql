{{ config(materialized='ephemeral') }}

select distinct
    initiatives.initiative_id,
    coalesce(responses.customer_key, responses.response_id) as respondent_key
from {{ ref('int_responses_screened') }} as responses
inner join {{ ref('int_initiatives_priced') }} as initiatives
    on
        lower(responses.touchpoint) = lower(initiatives.target_member)
        and responses.responded_on between initiatives.compared_from and initiatives.compared_to
where initiatives.target_dimension = 'touchpoint' and responses.is_counted and responses.is_customer
