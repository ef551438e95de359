{{ config(materialized='view') }}

-- Who is not known to have come on some day is taken to have been there all the time.
{% for dimension in ['all', 'segment'] -%}
    select
        '{{ dimension }}' as dimension,
        {{ "'all'" if dimension == 'all' else "coalesce(segment, 'unknown')" }} as member,
        coalesce(acquired_on, cast('0001-01-01' as date)) as acquired_on,
        churned_on
    from {{ ref('int_customers_priced') }}
    {% if not loop.last %}union all{% endif %}
{% endfor %}
