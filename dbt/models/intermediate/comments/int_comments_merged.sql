with comments as (

    select * from {{ ref('stg_survey__comments') }}

),

repeated as (

    select * from {{ ref('int_submissions_repeated') }}

),

-- Copies that rule 1 takes out lend nothing to the one that stands: they keep their own comments.
copies as (

    select
        copied.source,
        copied.file_id,
        copied.row_number,
        copied.recency,
        coalesce(standing.file_id, copied.file_id) as owner_file_id,
        coalesce(standing.row_number, copied.row_number) as owner_row_number
    from (
        select
            *,
            case when coalesce(exclusion_reason, 'superseded') = 'superseded' then submission_id end as lent_to
        from repeated
    ) as copied
    left join repeated as standing
        on copied.source = standing.source and copied.lent_to = standing.submission_id and standing.is_standing

),

placed as (

    select
        comments.source,
        comments.question_id,
        comments.comment,
        comments.language,
        coalesce(copies.owner_file_id, comments.file_id) as file_id,
        coalesce(copies.owner_row_number, comments.row_number) as row_number,
        coalesce(copies.recency, 1) as recency
    from comments
    left join copies
        on
            comments.source = copies.source
            and comments.file_id = copies.file_id
            and comments.row_number = copies.row_number

),

latest as (

    select
        *,
        row_number() over (
            partition by source, file_id, row_number, question_id order by recency asc nulls last
        ) as preference
    from placed

)

select
    responses.response_id,
    latest.question_id,
    latest.comment,
    md5(latest.comment) as text_hash,
    coalesce(latest.language, responses.language) as language,
    responses.is_counted
from latest
inner join {{ ref('int_responses_screened') }} as responses
    on
        latest.source = responses.source
        and latest.file_id = responses.file_id
        and latest.row_number = responses.row_number
where latest.preference = 1 and responses.is_customer
