{{ config(materialized='ephemeral') }}

{%- set transition = "previous_band || ' / ' || band" -%}
with cells as (

    select * from {{ ref('int_transitions_counted') }}

),

members as (

    {% for dimension, member in [
        ('all', "'all'"), ('segment', 'segment'), ('transition', transition),
        ('segment_transition', "segment || ' / ' || " ~ transition)
    ] -%}
        select
            survey_kind,
            survey_id,
            '{{ dimension }}' as dimension,
            {{ member }} as member,
            sum(customers) as customers,
            sum(score_change) as score_change,
            quarter
        from cells
        group by survey_kind, survey_id, {{ member }}, quarter
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
)

-- Each survey has its own customers, each of them once. Who answers two surveys is two in the sum and one person: those
-- of the larger survey are people for certain.
select
    'band_transitions' as metric,
    survey_kind,
    'quarter' as period_grain,
    dimension,
    member,
    cast(max(customers) as bigint) as respondent_count,
    cast(sum(score_change) as double) as numerator,
    cast(sum(customers) as bigint) as denominator,
    {{ mean_change('sum(score_change)', 'sum(customers)') }} as value,
    quarter as period_start,
    {{ cx_period_end('quarter', 'quarter') }} as period_end
from members
group by survey_kind, dimension, member, quarter
