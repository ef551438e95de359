select
    text_hash,
    candidate
from {{ source('comments', 'groups') }}
