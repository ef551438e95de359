select
    responses.response_id,
    comments.question_id,
    comments.text_hash,
    coalesce(responses.segment, 'unknown') as segment,
    responses.respondent_number,
    sentiments.sentiment_points,
    responses.is_anonymous,
    responses.responded_on,
    responses.month,
    responses.month_number
from {{ ref('int_comments_merged') }} as comments
inner join {{ ref('int_responses_numbered') }} as responses on comments.response_id = responses.response_id
left join {{ ref('stg_comments__readings') }} as readings on comments.text_hash = readings.text_hash
left join {{ ref('sentiments') }} as sentiments on readings.sentiment = sentiments.sentiment
where comments.is_counted
