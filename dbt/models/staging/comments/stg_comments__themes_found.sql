select
    text_hash,
    theme
from {{ source('comments', 'themes_found') }}
