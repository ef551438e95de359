select
    source,
    submission_id,
    file_id,
    row_number,
    question_id,
    comment,
    language
from {{ source('raw', 'survey_comments') }}
