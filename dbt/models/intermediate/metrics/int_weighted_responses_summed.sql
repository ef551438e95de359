-- A response whose weight is missing is not in the weighted figures. Most surveys have no weights, and nothing here.
with responses as (

    select
        responses.*,
        kinds.is_customer,
        cast(responses.weight as decimal(18, 8)) as response_weight
    from {{ ref('int_responses_windowed') }} as responses
    inner join {{ ref('survey_kinds') }} as kinds on responses.survey_kind = kinds.survey_kind
    where responses.is_counted and responses.weight > 0

)

{% for pass, keys in response_passes().items() %}
    {%- set outer_loop = loop -%}
    {%- for metric in ['nps', 'csat', 'ces'] %}
        {%- set answers = '1' if metric == 'nps' else metric ~ '_answer_count' %}
        {%- set positives = 'greatest(nps_points, 0)' if metric == 'nps' else metric ~ '_satisfied_count' %}
        {%- set negatives = 'greatest(-nps_points, 0)' if metric == 'nps' else '0' %}
        select
            '{{ metric }}' as metric,
            survey_kind,
            '{{ pass }}' as pass,
            {{ keys[0] }} as member,
            {{ keys[1] if keys | length > 1 else 'cast(null as ' ~ dbt.type_string() ~ ')' }} as touchpoint,
            month,
            window_count,
            {{ months_column(pass, metric) }} as months_until_next,
            cast(sum(response_weight * {{ answers }}) as decimal(28, 8)) as weight_sum,
            cast(sum(
                cast(cast(response_weight as double) * cast(response_weight as double) as decimal(28, 12))
                * {{ answers }}
            ) as decimal(38, 12)) as squared_weight_sum,
            cast(sum(response_weight * {{ positives }}) as decimal(28, 8)) as weighted_positives,
            cast(sum(response_weight * {{ negatives }}) as decimal(28, 8)) as weighted_negatives
        from responses
        where {{ responses_of(pass) }} and {{ 'nps_score is not null' if metric == 'nps' else answers ~ ' > 0' }}
        group by
            survey_kind, {{ keys | join(', ') }}, month, window_count, {{ months_column(pass, metric) }}
        {% if not (loop.last and outer_loop.last) %}union all{% endif %}
    {%- endfor %}
{% endfor %}
