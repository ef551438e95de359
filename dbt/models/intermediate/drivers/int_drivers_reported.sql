{{ config(materialized='ephemeral') }}

{%- set keys = ['survey_kind', 'slot', 'period_grain', 'period_start', 'period_end'] -%}
with answers as (

    select * from {{ ref('int_drivers_summed') }}

),

placed as (

    {{ placed_in_periods('answers') | indent(4) }}

)

-- Where every interaction counts, the last answer of a person in a period stands for the person, not for the answers.
select
    {% for key in keys -%}
        placed.{{ key }},
    {% endfor -%}
    cast(sum(placed.answers) filter (where placed.counts_in_period) as bigint) as respondents,
    cast(
        sum(placed.answers) filter (where placed.counts_in_period or not kinds.counts_once_per_period) as bigint
    ) as answers,
    cast(
        sum(placed.score_sum) filter (where placed.counts_in_period or not kinds.counts_once_per_period) as double
    ) as score_sum
from placed
inner join {{ ref('survey_kinds') }} as kinds on placed.survey_kind = kinds.survey_kind
group by placed.{{ keys | join(', placed.') }}
