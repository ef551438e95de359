with mentions as (

    select
        *,
        row_number() over (
            partition by source, mention_id
            order by file_path desc nulls last, row_number desc nulls last
        ) as recency
    from {{ source('raw', 'mentions') }}

)

select
    source,
    mention_id,
    channel,
    sentiment as own_sentiment,
    text,
    md5(text) as text_hash,
    sentiment_score as own_sentiment_score,
    mentioned_at
from mentions
where recency = 1
