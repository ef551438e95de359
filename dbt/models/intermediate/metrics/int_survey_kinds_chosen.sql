{{ config(materialized='ephemeral') }}

-- Decided once for the installation, not cell by cell: a score must not change its meaning from one month to the next.
select
    case
        when bool_or(metric = 'nps' and survey_kind = 'relational') then 'relational'
        when bool_or(metric = 'nps' and survey_kind = 'transactional') then 'transactional'
    end as nps_survey_kind,
    case
        when bool_or(metric = 'csat' and survey_kind = 'transactional') then 'transactional'
        when bool_or(metric = 'csat' and survey_kind = 'relational') then 'relational'
    end as csat_survey_kind,
    case
        when bool_or(metric = 'ces' and survey_kind = 'transactional') then 'transactional'
        when bool_or(metric = 'ces' and survey_kind = 'relational') then 'relational'
    end as ces_survey_kind
from {{ ref('int_answers_summed') }}
