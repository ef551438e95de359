{{ config(materialized='view') }}

with unlisted as (

    select
        unlisted_customer_key,
        -row_number() over (order by unlisted_customer_key asc nulls last) as respondent_number
    from {{ ref('int_responses_screened') }}
    where unlisted_customer_key is not null
    group by unlisted_customer_key

)

-- Whom the CRM does not know has a number as well, below zero: what follows sorts and groups by people.
select
    responses.*,
    coalesce(responses.customer_number, unlisted.respondent_number) as respondent_number,
    responses.customer_key is null as is_anonymous,
    kinds.counts_once_per_period and responses.customer_key is not null as has_successors,
    days.month_number,
    days.window_count,
    days.month
from {{ ref('int_responses_screened') }} as responses
inner join {{ ref('survey_kinds') }} as kinds on responses.survey_kind = kinds.survey_kind
-- Without a day there is no period to stand in.
inner join {{ ref('int_days_windowed') }} as days on responses.responded_on = days.day
left join unlisted on responses.unlisted_customer_key = unlisted.unlisted_customer_key
-- A superseded copy is not a submission of its own.
where responses.exclusion_reason is distinct from 'superseded'
