{{ config(materialized='ephemeral') }}

{%- set contributions = [] -%}
{%- set largest = [] -%}
{%- for slot in driver_slots() -%}
    {%- do contributions.append(slot ~ '_contribution') -%}
    {%- do largest.append('case when ' ~ slot ~ '_contribution = largest_contribution then ' ~ slot ~ ' end') -%}
{%- endfor %}

-- What each driver contributed, wide as the drivers are. Of an unchanged score there is nothing to explain.
with weighed as (

    select
        {% for slot in driver_slots() -%}
            weights.{{ slot }},
            {{ contribution('weights.' ~ slot ~ '_weight', 'changes.' ~ slot ~ '_change', 'changes.direction') }}
                as {{ slot }}_contribution,
        {% endfor -%}
        changes.*
    from {{ ref('int_answers_changed') }} as changes
    left join {{ ref('int_drivers_weighted') }} as weights on changes.survey_kind = weights.survey_kind

),

compared as (

    select
        *,
        greatest({{ contributions | join(', ') }}) as largest_contribution
    from weighed

)

-- Of drivers that contributed the same, the first by name. greatest and least leave out what is NULL.
select
    response_id,
    previous_response_id,
    customer_key,
    survey_id,
    survey_kind,
    segment,
    previous_band,
    band,
    direction,
    case when largest_contribution > 0 then least({{ largest | join(', ') }}) end as reason_driver,
    previous_score,
    score,
    days_between,
    counts_in_quarter,
    responded_on
from compared
