-- Money adds up exactly: decimals, before anything is rounded or hidden.
with members as (

    select * from {{ ref('int_customers_totalled') }}

),

totals as (

    select
        month,
        {% for column in ['acquired', 'valued', 'clv_total', 'valued_cost', 'projected', 'projected_total',
            'projected_cost', 'active', 'known', 'revenue_total'] -%}
            sum(case when dimension = 'all' then {{ column }} else 0 end) as whole_{{ column }},
            sum(case when dimension = 'segment' then {{ column }} else 0 end) as parts_{{ column }}
            {%- if not loop.last %},{% endif %}
        {% endfor %}
    from members
    group by month

)

select *
from totals
where
    {% for column in ['acquired', 'valued', 'clv_total', 'valued_cost', 'projected', 'projected_total',
        'projected_cost', 'active', 'known', 'revenue_total'] -%}
        coalesce(whole_{{ column }}, 0) <> coalesce(parts_{{ column }}, 0)
        {%- if not loop.last %} or {% endif %}
    {% endfor %}
