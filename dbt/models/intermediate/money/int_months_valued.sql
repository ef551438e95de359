{{ config(materialized='ephemeral') }}

-- Months are counted out from numbers, since no table need have a row in each of them; a century is enough.
with digits as (

    {% for digit in range(10) -%}
        select {{ digit }} as digit
        {%- if not loop.last %} union all {% endif %}
    {% endfor %}

),

numbers as (

    select 100 * hundreds.digit + 10 * tens.digit + ones.digit as number
    from digits as hundreds
    cross join digits as tens
    cross join digits as ones

),

span as (

    select
        runs.as_of,
        {{ cx_month_start('runs.as_of') }} as last_month,
        coalesce(min(customers.acquired_month), {{ cx_month_start('runs.as_of') }}) as first_month
    from {{ ref('stg_ingest__runs') }} as runs
    left join {{ ref('int_customers_priced') }} as customers on customers.acquired_on <= runs.as_of
    group by runs.as_of

),

months as (

    select
        span.as_of,
        span.last_month,
        cast({{ dbt.dateadd('month', '-numbers.number', 'span.last_month') }} as date) as month
    from span
    cross join numbers
    where cast({{ dbt.dateadd('month', '-numbers.number', 'span.last_month') }} as date) >= span.first_month

)

select
    month,
    least({{ cx_month_end('month') }}, as_of) as valued_on,
    month = last_month as is_current
from months
