{{ config(materialized='ephemeral') }}

with responses as (

    select
        *,
        {{ cx_month_start('responded_on') }} as month,
        {{ cx_month_end('responded_on') }} as month_end
    from {{ ref('int_responses_windowed') }}

)

{% for metric in ['nps', 'csat', 'ces'] %}
    {%- set is_answered = 'nps_score is not null' if metric == 'nps' else metric ~ '_answer_count > 0' %}
    select
        '{{ metric }}' as metric,
        survey_kind,
        survey_id,
        segment,
        touchpoint,
        customer_number,
        unlisted_customer_key,
        is_anonymous,
        finite_population,
        {% if metric == 'nps' -%}
            '0-10' as scale,
            1 as answers,
            case when nps_points = 1 then 1 else 0 end as positives,
            case when nps_points = 0 then 1 else 0 end as neutrals,
            case when nps_points = -1 then 1 else 0 end as negatives,
            cast(nps_score as double) as score_sum,
        {% else -%}
            {{ metric }}_scale as scale,
            {{ metric }}_answer_count as answers,
            {{ metric }}_satisfied_count as positives,
            {{ metric }}_answer_count - {{ metric }}_satisfied_count as neutrals,
            0 as negatives,
            {{ metric }}_score_sum as score_sum,
        {% endif -%}
        is_counted and {{ is_answered }} as is_answered,
        responded_on,
        month,
        month_end,
        next_{{ metric }}_on as next_on,
        next_{{ metric }}_in_survey_on as next_in_survey_on
    from responses
    where asks_{{ metric }}
    {% if not loop.last %}union all{% endif %}
{% endfor %}
