-- Counted back from the as-of day, so that one absurd date in the CRM cannot cut off the days that matter.
with numbers as (

    {{ dbt.generate_series(36525) }}

),

beginnings as (

    select min(period_start) as day
    from {{ ref('metric_values') }}
    union all
    select min(acquired_on) as day
    from {{ ref('customers') }}

),

bounds as (

    select
        min(beginnings.day) as first_day,
        max(publication.as_of) as last_day
    from beginnings
    cross join {{ ref('publication') }} as publication

),

days as (

    select
        bounds.first_day,
        cast(
            {{ dbt.dateadd('day', 'cast(1 - numbers.generated_number as integer)', 'bounds.last_day') }} as date
        ) as day
    from numbers
    cross join bounds

)

select day
from days
where day >= first_day
