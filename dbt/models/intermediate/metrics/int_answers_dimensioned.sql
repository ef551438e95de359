{{ config(materialized='ephemeral') }}

{%- set figures = [
    'lowest_scale', 'highest_scale', 'responses', 'anonymous_responses', 'answers', 'positives', 'neutrals', 'negatives',
    'responses_without_scale', 'finite_population', 'score_sum', 'weight_sum', 'squared_weight_sum',
    'weighted_positives', 'weighted_negatives'
] %}
with answers as (

    select * from {{ ref('int_answers_summed') }}

),

respondents as (

    select * from {{ ref('int_respondents_counted') }}

)

{% for dimension, pass, member in answer_dimensions() -%}
    select
        metric,
        survey_kind,
        '{{ dimension }}' as dimension,
        {{ member }} as member,
        {{ figures | join(',\n        ') }},
        cast(0 as bigint) as known_respondents,
        month,
        window_count,
        months_until_next
    from answers
    where pass = '{{ pass }}'
    union all
{% endfor -%}
select
    metric,
    survey_kind,
    dimension,
    member,
    {% for figure in figures -%}
        null as {{ figure }},
    {% endfor -%}
    known_respondents,
    month,
    window_count,
    months_until_next
from respondents
