with submissions as (

    select * from {{ ref('stg_survey__responses') }}

),

repeated as (

    select
        source,
        submission_id
    from submissions
    group by source, submission_id
    having count(*) > 1

),

-- Only the few submissions that came more than once are sorted. What rule 1 takes out never stands while a copy is left
-- that it lets pass; files are compared last, by name, so that the order of loading cannot matter.
ordered as (

    select
        submissions.source,
        submissions.submission_id,
        submissions.file_id,
        submissions.row_number,
        submissions.platform_exclusion,
        row_number() over (
            partition by submissions.source, submissions.submission_id
            order by
                case when submissions.platform_exclusion is null then 0 else 1 end asc nulls last,
                submissions.responded_at desc nulls last,
                submissions.content_hash desc nulls last,
                submissions.file_path desc nulls last,
                submissions.row_number desc nulls last
        ) as recency,
        row_number() over (
            partition by
                submissions.source,
                submissions.submission_id,
                case when submissions.platform_exclusion is null then 0 else 1 end
            order by
                submissions.responded_at asc nulls first,
                submissions.content_hash asc nulls first,
                submissions.file_path asc nulls first,
                submissions.row_number asc nulls first
        ) as occurrence
    from submissions
    inner join repeated
        on
            submissions.source = repeated.source
            and submissions.submission_id = repeated.submission_id

)

select
    source,
    submission_id,
    file_id,
    row_number,
    coalesce(platform_exclusion, case when recency > 1 then 'superseded' end) as exclusion_reason,
    case
        when recency = 1 then ''
        when platform_exclusion is null then ':superseded-' || cast(occurrence as {{ dbt.type_string() }})
        else ':excluded-' || cast(occurrence as {{ dbt.type_string() }})
    end as response_id_suffix,
    recency,
    recency = 1 as is_standing
from ordered
