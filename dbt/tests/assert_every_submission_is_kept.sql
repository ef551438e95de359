-- Rules take responses out of scores, never out of the table; only employees' answers stand in no table of single ones.
with expected as (

    select
        survey_kind,
        count(*) as submissions
    from {{ ref('stg_survey__responses') }}
    group by survey_kind

    union all

    select
        'transactional' as survey_kind,
        count(*) as submissions
    from {{ ref('stg_support__tickets') }}
    where csat_score is not null

),

summed as (

    select
        survey_kind,
        sum(submissions) as submissions
    from expected
    group by survey_kind
    having sum(submissions) > 0

),

screened as (

    select
        survey_kind,
        count(*) as responses
    from {{ ref('int_responses_screened') }}
    group by survey_kind

),

kept as (

    select
        survey_kind,
        count(*) as responses
    from {{ ref('survey_responses') }}
    group by survey_kind

)

select
    kinds.survey_kind,
    summed.submissions,
    screened.responses as screened_responses,
    kept.responses as kept_responses
from {{ ref('survey_kinds') }} as kinds
left join summed on kinds.survey_kind = summed.survey_kind
left join screened on kinds.survey_kind = screened.survey_kind
left join kept on kinds.survey_kind = kept.survey_kind
where
    coalesce(summed.submissions, 0) <> coalesce(screened.responses, 0)
    or coalesce(kept.responses, 0) <> case when kinds.is_customer then coalesce(summed.submissions, 0) else 0 end
