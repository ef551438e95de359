{{ config(materialized='ephemeral') }}

with responses as (

    select *
    from {{ ref('int_responses_screened') }}
    where is_counted and customer_number is not null

),

kinds as (

    select * from {{ ref('int_survey_kinds_chosen') }}

),

last_days as (

    select
        customer_key,
        max(responded_on) as last_responded_on
    from responses
    group by customer_key

),

nps_answers as (

    select
        responses.*,
        row_number() over latest_first as recency
    from responses
    inner join kinds on responses.survey_kind = kinds.nps_survey_kind
    where responses.nps_score is not null
    window latest_first as (
        partition by responses.customer_number
        order by responses.responded_at desc nulls last, responses.response_id desc nulls last
    )

),

csat_answers as (

    select
        responses.*,
        row_number() over latest_first as recency
    from responses
    inner join kinds on responses.survey_kind = kinds.csat_survey_kind
    where responses.csat_answer_count > 0
    window latest_first as (
        partition by responses.customer_number
        order by responses.responded_at desc nulls last, responses.response_id desc nulls last
    )

)

select
    last_days.customer_key,
    nps_answers.nps_score as last_nps_score,
    nps_answers.nps_band as last_nps_band,
    -- A response with several satisfaction questions is satisfied when each of its answers is.
    csat_answers.csat_satisfied_count = csat_answers.csat_answer_count as last_csat_satisfied,
    last_days.last_responded_on
from last_days
left join nps_answers
    on last_days.customer_key = nps_answers.customer_key and nps_answers.recency = 1
left join csat_answers
    on last_days.customer_key = csat_answers.customer_key and csat_answers.recency = 1
