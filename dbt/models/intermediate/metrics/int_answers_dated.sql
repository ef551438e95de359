{{ config(materialized='ephemeral') }}

-- When a metric was first and last answered, or at least asked: the borders of all time.
{% for metric, is_answered in [
    ('nps', 'is_counted and nps_score is not null'), ('csat', 'is_counted and csat_answer_count > 0'),
    ('ces', 'is_counted and ces_answer_count > 0')
] -%}
    select
        '{{ metric }}' as metric,
        survey_kind,
        coalesce(min(case when {{ is_answered }} then responded_on end), min(responded_on)) as first_day,
        max(responded_on) as last_day
    from {{ ref('int_responses_windowed') }}
    where asks_{{ metric }}
    group by survey_kind
    {% if not loop.last %}union all{% endif %}
{% endfor %}
