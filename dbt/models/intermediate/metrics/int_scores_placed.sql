{{ config(materialized='ephemeral') }}

-- Scores by all customers and by segment, in every period that they lie in.
with scores as (

    select * from {{ ref('int_scores_summed') }}

),

dimensioned as (

    {% for dimension in ['all', 'segment'] -%}
        select
            scores.*,
            '{{ dimension }}' as dimension,
            {{ member_of(dimension) }} as member
        from scores
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

placed as (

    {{ placed_in_periods('dimensioned') }}

)

select
    survey_kind,
    period_grain,
    dimension,
    member,
    nps_score,
    cast(sum(answers) as bigint) as answers,
    cast(sum(people) as bigint) as people,
    period_start,
    period_end
from placed
where counts_in_period
group by survey_kind, period_grain, dimension, member, nps_score, period_start, period_end
