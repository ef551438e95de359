with moves as (

    select
        dimension,
        member,
        acquired_on as moved_on,
        1 as change
    from {{ ref('int_customers_dimensioned') }}
    union all
    select
        dimension,
        member,
        churned_on as moved_on,
        -1 as change
    from {{ ref('int_customers_dimensioned') }}
    where churned_on is not null

)

select
    dimension,
    member,
    cast(sum(change) as bigint) as change,
    moved_on
from moves
group by dimension, member, moved_on
