with repeated as (

    select * from {{ ref('int_submissions_repeated') }}

),

answers as (

    select * from {{ ref('stg_survey__answers') }}

),

standing as (

    select * from repeated
    where is_standing and exclusion_reason is null

),

-- Copies that rule 1 takes out lend nothing to the one that stands.
ordered as (

    select
        standing.source,
        standing.submission_id,
        standing.file_id,
        standing.row_number,
        answers.question_id,
        answers.item,
        answers.metric,
        answers.driver,
        answers.missing_reason,
        answers.answer_text,
        {{ cx_number_text('answers.scale_min') }} || '-' || {{ cx_number_text('answers.scale_max') }} as scale,
        answers.score,
        answers.index_0_100,
        answers.is_primary,
        answers.is_satisfied,
        row_number() over (
            partition by answers.source, answers.submission_id, answers.question_id, answers.item
            order by
                case when answers.score is not null or answers.answer_text is not null then 0 else 1 end asc nulls last,
                repeated.recency asc nulls last
        ) as preference
    from answers
    inner join repeated
        on
            answers.source = repeated.source
            and answers.file_id = repeated.file_id
            and answers.row_number = repeated.row_number
    inner join standing
        on
            repeated.source = standing.source
            and repeated.submission_id = standing.submission_id
    where
        repeated.exclusion_reason is null
        or repeated.exclusion_reason = 'superseded'

)

select
    source,
    submission_id,
    file_id,
    row_number,
    question_id,
    item,
    metric,
    driver,
    missing_reason,
    answer_text,
    scale,
    score,
    index_0_100,
    is_primary,
    is_satisfied
from ordered
where preference = 1
