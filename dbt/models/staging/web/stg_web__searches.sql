-- Within a file a query can stand several times on a day, one row a search, or masked alike: these add up. Across files
-- it is told again, and the last file stands.
with searches as (

    select
        *,
        rank() over (partition by source, day, query order by file_path desc nulls last) as recency
    from {{ source('raw', 'web_searches') }}

)

select
    source,
    query,
    md5(query) as text_hash,
    cast(sum(coalesce(searches, 1)) as bigint) as searches,
    day
from searches
where recency = 1
group by source, query, day
