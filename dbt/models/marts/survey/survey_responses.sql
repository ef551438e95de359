{{ config(materialized='view') }}

select
    response_id,
    source,
    submission_id,
    survey_id,
    survey_kind,
    wave,
    customer_key,
    segment,
    persona,
    country,
    touchpoint,
    channel,
    language,
    cast(nps_score as smallint) as nps_score,
    nps_band,
    cast(coalesce(csat_satisfied_count, 0) as bigint) as csat_satisfied_count,
    cast(coalesce(csat_answer_count, 0) as bigint) as csat_answer_count,
    cast(coalesce(ces_satisfied_count, 0) as bigint) as ces_satisfied_count,
    cast(coalesce(ces_answer_count, 0) as bigint) as ces_answer_count,
    weight,
    is_counted,
    exclusion_reason,
    responded_at,
    responded_on
from {{ ref('int_responses_screened') }}
-- Single answers of employees are nobody's to read; their scores are in metric_values.
where is_customer
