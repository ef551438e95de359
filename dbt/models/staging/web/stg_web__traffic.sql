with traffic as (

    select
        *,
        row_number() over (
            partition by source, day, channel
            order by file_path desc nulls last, row_number desc nulls last
        ) as recency
    from {{ source('raw', 'web_traffic') }}

)

select
    source,
    channel,
    sessions,
    engaged_sessions,
    conversions,
    day
from traffic
where recency = 1
