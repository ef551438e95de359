-- The export has seen more than the text: its word comes first, then the sign of its score, then what was read here.
with mentions as (

    select
        *,
        replace(replace({{ cx_folded_text('own_sentiment') }}, '_', ' '), '-', ' ') as label
    from {{ ref('stg_brand__mentions') }}

),

told as (

    select
        mentions.*,
        coalesce(
            labels.sentiment,
            case
                when mentions.own_sentiment_score > 0 then 'positive'
                when mentions.own_sentiment_score < 0 then 'negative'
                when mentions.own_sentiment_score = 0 then 'neutral'
            end,
            readings.sentiment
        ) as sentiment
    from mentions
    left join {{ ref('sentiment_labels') }} as labels on mentions.label = labels.label
    left join {{ ref('stg_comments__readings') }} as readings on mentions.text_hash = readings.text_hash

)

select
    told.source,
    told.mention_id,
    told.channel,
    told.sentiment,
    told.text,
    told.text_hash,
    sentiments.sentiment_points,
    told.mentioned_at,
    {{ cx_local_day('told.mentioned_at', 'days') }} as mentioned_on
from told
left join {{ ref('sentiments') }} as sentiments on told.sentiment = sentiments.sentiment
left join {{ ref('int_days_localised') }} as days on cast(told.mentioned_at as date) = days.day
