{{ config(materialized='ephemeral') }}

with offsets as (

    {% for days in range(var('fx_rate_days') + 1) -%}
        select {{ days }} as days
        {%- if not loop.last %} union all {% endif %}
    {% endfor %}

),

-- Banks close: a day without a rate of its own takes the last earlier one.
usable as (

    select
        fx_rates.currency,
        fx_rates.rate,
        fx_rates.day as quoted_on,
        cast({{ dbt.dateadd('day', 'offsets.days', 'fx_rates.day') }} as date) as day
    from {{ ref('stg_finance__fx_rates') }} as fx_rates
    cross join offsets

)

select
    currency,
    day,
    max_by(rate, quoted_on) as rate
from usable
group by currency, day
