-- Two comments of one moment in one file are two, the same comment in two files is one: the n-th of its kind is
-- compared with the n-th.
with numbered as (

    select
        source,
        ticket_id,
        file_id,
        author,
        is_public,
        {{ adapter.quote('at') }} as happened_at,
        row_number() over (
            partition by source, file_id, ticket_id, {{ adapter.quote('at') }}, author, is_public
            order by row_number asc nulls last
        ) as number_in_file
    from {{ source('raw', 'ticket_events') }}

)

select
    source,
    ticket_id,
    author,
    number_in_file,
    is_public,
    happened_at
from numbered
group by source, ticket_id, author, number_in_file, is_public, happened_at
