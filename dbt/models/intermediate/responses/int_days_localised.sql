{{ config(materialized='ephemeral') }}

-- Time zones are looked up once a day instead of once a row, which costs more than everything else that is done to a
-- response. A day on which the clock is changed has no one offset: there the row itself is looked up.
with days as (

    select distinct cast(responded_at as date) as day
    from {{ ref('stg_survey__responses') }}
    union
    select distinct cast(requested_at as date) as day
    from {{ ref('stg_support__tickets') }}
    union
    select distinct cast(solved_at as date) as day
    from {{ ref('stg_support__tickets') }}
    union
    select distinct cast(invited_at as date) as day
    from {{ ref('stg_survey__invitations') }}
    union
    select distinct cast(mentioned_at as date) as day
    from {{ ref('stg_brand__mentions') }}

),

edges as (

    select
        days.day,
        runs.business_timezone,
        cast(days.day as timestamp) as starts_at,
        {{ dbt.dateadd('hour', 24, 'cast(days.day as timestamp)') }} as ends_at
    from days
    cross join {{ ref('stg_ingest__runs') }} as runs
    where days.day is not null

),

local_edges as (

    select
        *,
        {{ cx_local_time('starts_at', 'business_timezone') }} as local_start,
        {{ cx_local_time('ends_at', 'business_timezone') }} as local_end
    from edges

),

offsets as (

    select
        day,
        business_timezone,
        {{ dbt.datediff('starts_at', 'local_start', 'minute') }}
            as minutes_at_start,
        {{ dbt.datediff('ends_at', 'local_end', 'minute') }}
            as minutes_at_end
    from local_edges

)

select
    day,
    business_timezone,
    case when minutes_at_start = minutes_at_end then minutes_at_start end as offset_minutes
from offsets
