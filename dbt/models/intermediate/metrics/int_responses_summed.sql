-- One pass over the responses per dimension, since a group by all of them at once has nearly as many groups as there
-- are responses. What segments and touchpoints add up to (each of the two, and all) is summed from them later.
with responses as (

    select
        responses.*,
        {% for metric in ['csat', 'ces'] -%}
            case when responses.is_counted and responses.{{ metric }}_answer_count > 0 then 1 else 0 end
                as {{ metric }}_responses,
        {% endfor -%}
        case when responses.is_counted and responses.nps_score is not null then 1 else 0 end as nps_responses,
        kinds.is_customer
    from {{ ref('int_responses_windowed') }} as responses
    inner join {{ ref('survey_kinds') }} as kinds on responses.survey_kind = kinds.survey_kind

)

{% for pass, keys in response_passes().items() -%}
    select
        survey_kind,
        '{{ pass }}' as pass,
        {{ keys[0] }} as member,
        {{ keys[1] if keys | length > 1 else 'cast(null as ' ~ dbt.type_string() ~ ')' }} as touchpoint,
        month,
        window_count,
        {% for metric in ['nps', 'csat', 'ces'] -%}
            {{ months_column(pass, metric) }} as {{ metric }}_months,
            sum(case when asks_{{ metric }} then 1 else 0 end) as {{ metric }}_asked,
            sum({{ metric }}_responses) as {{ metric }}_responses,
            sum(case when is_anonymous then {{ metric }}_responses else 0 end) as {{ metric }}_anonymous_responses,
        {% endfor -%}
        sum(nps_responses) as nps_answers,
        sum(case when nps_points = 1 then nps_responses else 0 end) as nps_positives,
        sum(case when nps_points = 0 then nps_responses else 0 end) as nps_neutrals,
        sum(case when nps_points = -1 then nps_responses else 0 end) as nps_negatives,
        sum(case when nps_responses = 1 then nps_score end) as nps_score_sum,
        {% for metric in ['csat', 'ces'] -%}
            sum({{ metric }}_answer_count * {{ metric }}_responses) as {{ metric }}_answers,
            sum({{ metric }}_satisfied_count * {{ metric }}_responses) as {{ metric }}_positives,
            -- Decimal: a sum of floating-point numbers depends on the order in which threads add them.
            sum(case when {{ metric }}_responses = 1 then cast({{ metric }}_score_sum as decimal(18, 6)) end)
                as {{ metric }}_score_sum,
            sum(case when {{ metric }}_scale is null then {{ metric }}_responses else 0 end)
                as {{ metric }}_responses_without_scale,
            min(case when {{ metric }}_responses = 1 then {{ metric }}_scale end) as {{ metric }}_lowest_scale,
            max(case when {{ metric }}_responses = 1 then {{ metric }}_scale end) as {{ metric }}_highest_scale,
        {% endfor -%}
        max(finite_population) as finite_population
    from responses
    where {{ responses_of(pass) }}
    group by
        {% for metric in ['nps', 'csat', 'ces'] -%}
            {{ months_column(pass, metric) }},
        {% endfor -%}
        {% for key in keys -%}
            {{ key }},
        {% endfor -%}
        survey_kind,
        month,
        window_count
    {% if not loop.last %}union all{% endif %}
{% endfor %}
