-- Nobody is expected to buy less than nothing, or is more than certain to buy.
select
    expected_purchases,
    expected_amount,
    expected_revenue,
    alive_probability
from {{ ref('stg_statistics__expected_lifetimes') }}
where
    coalesce(expected_purchases < 0, true)
    or coalesce(expected_amount <= 0, true)
    or coalesce(expected_revenue < 0, true)
    or coalesce(alive_probability not between 0 and 1, true)
