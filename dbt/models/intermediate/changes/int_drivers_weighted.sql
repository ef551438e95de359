{{ config(materialized='ephemeral') }}

-- Overall satisfaction is nearly an outcome: where there is a model without it, that one says what moved the score.
with ranked as (

    select
        *,
        max(case when model = 'without_overall_satisfaction' then 1 else 0 end) over (partition by survey_kind) = 1
            as has_preferred
    from {{ ref('stg_statistics__driver_models') }}
    where period_grain = 'all_time' and segment = 'all' and is_ranked

)

select
    {% for slot in driver_slots() -%}
        max(case when slot = {{ loop.index }} then driver end) as {{ slot }},
        max(case when slot = {{ loop.index }} then weight end) as {{ slot }}_weight,
    {% endfor -%}
    survey_kind
from ranked
where model = case when has_preferred then 'without_overall_satisfaction' else 'all' end
group by survey_kind
