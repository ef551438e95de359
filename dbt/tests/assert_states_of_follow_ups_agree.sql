-- What a row says of one answer, its time and what came after it, goes together.
select *
from {{ ref('follow_ups') }}
where
    is_rescued is distinct from (next_nps_score > 6)
    or (customer_key is null) <> (status = 'unreachable')
    or (customer_key is null and (due_at is not null or next_nps_score is not null or is_urgent))
    or (customer_key is not null and responded_at is not null and due_at is null)
    or due_at < responded_at
    or (is_overdue and (status <> 'open' or due_at is null))
    or (is_urgent and status <> 'open')
    or (status = 'open' and (contacted_at is not null or closed_at is not null))
    or abs(value_at_stake - coalesce(clv, annual_revenue) * detractor_churn_rate / 100e0) > 0.011
