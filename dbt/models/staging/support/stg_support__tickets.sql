with tickets as (

    select
        *,
        row_number() over (
            partition by source, ticket_id
            order by file_path desc nulls last, row_number desc nulls last
        ) as recency
    from {{ source('raw', 'tickets') }}

)

select
    source,
    ticket_id,
    file_id,
    file_path,
    row_number,
    customer_key,
    channel,
    topic,
    csat_scale,
    csat_score,
    first_response_minutes as own_first_response_minutes,
    first_response_business_minutes as own_first_response_business_minutes,
    opened_by_agent as is_opened_by_agent,
    csat_is_satisfied,
    requested_at,
    first_response_at,
    solved_at
from tickets
where recency = 1
