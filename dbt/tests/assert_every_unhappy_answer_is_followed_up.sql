-- Every counted answer of a detractor has its row, and nobody else.
select
    coalesce(answers.response_id, follow_ups.response_id) as response_id,
    answers.nps_band
from {{ ref('survey_responses') }} as answers
full outer join {{ ref('follow_ups') }} as follow_ups on answers.response_id = follow_ups.response_id
where
    (answers.is_counted and answers.nps_band = 'detractor' and follow_ups.response_id is null)
    or (
        follow_ups.response_id is not null
        and (
            not coalesce(answers.is_counted, false)
            or answers.nps_band is distinct from 'detractor'
            or answers.nps_score is distinct from follow_ups.nps_score
            or answers.customer_key is distinct from follow_ups.customer_key
        )
    )
