select
    customer_key,
    expected_purchases,
    expected_amount,
    expected_revenue,
    alive_probability
from {{ source('statistics', 'expected_lifetimes') }}
