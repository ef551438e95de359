-- Amounts stay decimals here, so that segments add up to the whole to the last digit.
{% for dimension in ['all', 'segment'] -%}
    select
        month,
        '{{ dimension }}' as dimension,
        {{ "'all'" if dimension == 'all' else dimension }} as member,
        count(*) as acquired,
        count(clv) as valued,
        sum(clv) as clv_total,
        sum(case when clv is not null then acquisition_cost end) as valued_cost,
        median(cast(clv as double)) as clv_median,
        count(projected_clv) as projected,
        sum(projected_clv) as projected_total,
        sum(case when projected_clv is not null then acquisition_cost end) as projected_cost,
        median(cast(projected_clv as double)) as projected_median,
        count(*) filter (where is_active) as active,
        count(annual_revenue) filter (where is_active) as known,
        sum(annual_revenue) filter (where is_active) as revenue_total
    from {{ ref('int_customers_projected') }}
    group by month{{ ', segment' if dimension == 'segment' }}
    {% if not loop.last %}union all{% endif %}
{% endfor %}
