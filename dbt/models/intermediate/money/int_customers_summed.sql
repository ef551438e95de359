{{ config(materialized='ephemeral') }}

with monthly as (

    {% for dimension in ['all', 'segment'] -%}
        select
            month,
            is_current,
            valued_on,
            '{{ dimension }}' as dimension,
            {{ "'all'" if dimension == 'all' else dimension }} as member,
            count(*) as acquired,
            count(clv) as valued,
            sum(clv) as clv_total,
            median(cast(clv as double)) as clv_median,
            count(*) filter (where is_active) as active,
            count(annual_revenue) filter (where is_active) as known,
            sum(annual_revenue) filter (where is_active) as revenue_total,
            count(*) filter (where was_active) as started,
            count(*) filter (where was_active and not is_active) as lost
        from {{ ref('int_customers_valued') }}
        group by month, is_current, valued_on{{ ', segment' if dimension == 'segment' }}
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

figures as (

    {% for metric, people, numerator, denominator, value, median in [
        ('clv', 'valued', 'clv_total', 'valued', 'cast(clv_total as double) / nullif(valued, 0)', 'clv_median'),
        ('annual_revenue', 'known', 'revenue_total', 'known', 'cast(revenue_total as double) / nullif(known, 0)', 'null'),
        ('customers', 'active', 'active', 'null', 'active', 'null'),
        ('clv_unknown_customers', 'acquired - valued', 'acquired - valued', 'null', 'acquired - valued', 'null'),
        ('churn_rate', 'started', 'lost', 'started', churn_rate('lost', 'started'), 'null')
    ] -%}
        select
            '{{ metric }}' as metric,
            month, is_current, valued_on, dimension, member,
            {{ people }} as respondent_count,
            cast({{ numerator }} as double) as numerator,
            cast({{ denominator }} as bigint) as denominator,
            cast({{ value }} as double) as value,
            cast({{ median }} as double) as median_score
        from monthly
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

-- All time is the running month's row under another name, from the day of the first customer.
first_customer as (

    select min(acquired_on) as acquired_on
    from {{ ref('int_customers_priced') }}

)

select
    figures.metric,
    'none' as survey_kind,
    grains.period_grain,
    case
        when grains.period_grain = 'month' then figures.month
        else least(first_customer.acquired_on, figures.valued_on)
    end as period_start,
    case
        when grains.period_grain = 'month' then {{ cx_month_end('figures.month') }}
        else figures.valued_on
    end as period_end,
    {% for column in ['dimension', 'member', 'respondent_count', 'numerator', 'denominator', 'value'] -%}
        figures.{{ column }},
    {% endfor -%}
    {% for column in ['ci_lower', 'ci_upper', 'margin_of_error', 'mean_score'] -%}
        cast(null as double) as {{ column }},
    {% endfor -%}
    figures.median_score
from figures
cross join first_customer
inner join (values ('month'), ('all_time')) as grains (period_grain)
    on grains.period_grain = 'month' or (figures.is_current and figures.metric <> 'churn_rate')
