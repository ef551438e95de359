with employees as (

    select
        *,
        row_number() over (
            partition by customer_key
            order by file_path desc nulls last, source desc nulls last, row_number desc nulls last
        ) as recency
    from {{ source('raw', 'employees') }}

)

select
    customer_key as employee_key,
    unit,
    country,
    hired_on,
    left_on
from employees
where recency = 1
