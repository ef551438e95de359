select
    source,
    submission_id,
    file_id,
    row_number,
    question_id,
    item,
    metric,
    driver,
    is_primary,
    score,
    scale_min,
    scale_max,
    index_0_100,
    is_satisfied,
    answer_text,
    missing_reason
from {{ source('raw', 'survey_answers') }}
