{{ config(materialized='ephemeral') }}

-- Decided once for the installation, not cell by cell, as in int_survey_kinds_chosen; but only surveys count that name
-- a touchpoint: the score of the whole relationship is that of no step of it.
with answered as (

    select distinct
        metric,
        survey_kind
    from {{ ref('int_metrics_suppressed') }}
    where
        period_grain = 'month' and dimension = 'touchpoint' and lower(member) <> 'unknown'
        and (is_suppressed or denominator > 0)

)

select
    {% for metric in ['nps', 'csat', 'ces'] -%}
        case
            when bool_or(metric = '{{ metric }}' and survey_kind = 'transactional') then 'transactional'
            when bool_or(metric = '{{ metric }}' and survey_kind = 'relational') then 'relational'
        end as {{ metric }}_survey_kind
        {%- if not loop.last %},{% endif %}
    {% endfor %}
from answered
