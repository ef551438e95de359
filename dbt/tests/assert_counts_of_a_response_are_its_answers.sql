-- The wide row and the long rows of a response say the same.
with counted as (

    select
        response_id,
        count(*) filter (where metric = 'csat' and score is not null) as csat_answers,
        count(*) filter (where metric = 'csat' and is_satisfied) as csat_satisfied,
        count(*) filter (where metric = 'ces' and score is not null) as ces_answers,
        count(*) filter (where metric = 'ces' and is_satisfied) as ces_satisfied
    from {{ ref('survey_answers') }}
    group by response_id

)

select
    responses.response_id,
    responses.csat_answer_count,
    counted.csat_answers,
    responses.ces_answer_count,
    counted.ces_answers
from {{ ref('survey_responses') }} as responses
left join counted on responses.response_id = counted.response_id
where
    responses.is_counted
    and (
        responses.csat_answer_count <> coalesce(counted.csat_answers, 0)
        or responses.csat_satisfied_count <> coalesce(counted.csat_satisfied, 0)
        or responses.ces_answer_count <> coalesce(counted.ces_answers, 0)
        or responses.ces_satisfied_count <> coalesce(counted.ces_satisfied, 0)
    )
