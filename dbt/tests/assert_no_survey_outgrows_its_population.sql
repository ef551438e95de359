{{ config(store_failures=true, alias='surveys_that_outgrow_their_population') }}

-- More respondents than there are people: the declared population is wrong, and so is every interval that it narrows.
select
    survey_id,
    wave,
    max(finite_population) as finite_population,
    count(distinct coalesce(customer_key, response_id)) as respondents
from {{ ref('int_responses_screened') }}
where is_counted and finite_population is not null
group by survey_id, wave
having count(distinct coalesce(customer_key, response_id)) > max(finite_population)
