-- The impact by its formula is the score of all less that of all others, counted anew.
{% for metric in ['nps', 'ces'] -%}
    select
        '{{ metric }}' as metric,
        month,
        touchpoint,
        impact_on_{{ metric }} as impact,
        whole_{{ metric }} as whole_score,
        100e0 * (whole_{{ metric }}_numerator - {{ metric }}_numerator)
        / nullif(whole_{{ metric }}_answers - {{ metric }}_answers, 0) as score_of_others
    from {{ ref('int_touchpoints_weighed') }}
    where
        abs(
            impact_on_{{ metric }} - (
                whole_{{ metric }} - 100e0 * (whole_{{ metric }}_numerator - {{ metric }}_numerator)
                / nullif(whole_{{ metric }}_answers - {{ metric }}_answers, 0)
            )
        ) > 1e-9
        or {{ metric }}_answers > whole_{{ metric }}_answers
    {% if not loop.last %}union all{% endif %}
{% endfor %}
