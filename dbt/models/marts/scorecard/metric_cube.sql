{{ config(materialized='view') }}

select
    survey_kind,
    survey_id,
    segment,
    touchpoint,
    channel,
    country,
    persona,
    nps_respondents,
    promoters,
    passives,
    detractors,
    nps_score_sum,
    csat_answers,
    csat_satisfied,
    ces_answers,
    ces_satisfied,
    ces_score_sum,
    month
from {{ ref('int_answers_cubed') }}
