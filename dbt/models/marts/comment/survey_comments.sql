select
    comments.response_id,
    comments.question_id,
    comments.comment,
    coalesce(comments.language, readings.language) as language,
    readings.sentiment,
    texts.themes,
    readings.sentiment_score,
    comments.is_counted
from {{ ref('int_comments_merged') }} as comments
left join {{ ref('stg_comments__readings') }} as readings on comments.text_hash = readings.text_hash
left join {{ ref('int_texts_themed') }} as texts on comments.text_hash = texts.text_hash
