{%- set days = var('initiative_days') -%}
{%- set half = days // 2 -%}
{%- set windows = [
    ('effect', 'false', -days, -1), ('effect', 'true', 0, days - 1),
    ('pre_trend', 'false', -days, -half - 1), ('pre_trend', 'true', -half, -1)
] -%}
-- A comparison is made when its last day is over.
{% for comparison, is_later, first, last in windows -%}
    select
        initiative_id,
        '{{ comparison }}' as comparison,
        target_dimension,
        target_member,
        {{ last - first + 1 }} as days,
        {{ is_later }} as is_later,
        {{ cx_days_after('started_on', first) }} as window_start,
        {{ cx_days_after('started_on', last) }} as window_end
    from {{ ref('int_initiatives_priced') }}
    where {{ 'is_complete' if comparison == 'effect' else 'started_on <= as_of' }}
    {% if not loop.last %}union all{% endif %}
{% endfor %}
