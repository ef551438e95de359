select
    text_hash,
    language,
    sentiment,
    sentiment_score
from {{ source('comments', 'readings') }}
