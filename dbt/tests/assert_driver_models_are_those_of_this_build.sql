-- What moved the score in an earlier build says nothing about these answers.
with answered as (

    select
        survey_kind,
        count(*) filter (where nps_score is not null and counts_in_all_time) as answers
    from {{ ref('int_drivers_answered') }}
    group by survey_kind

)

select
    models.survey_kind,
    models.model,
    models.build_id,
    models.answer_count,
    answered.answers
from {{ ref('stg_statistics__driver_models') }} as models
cross join {{ ref('stg_ingest__runs') }} as runs
left join answered on models.survey_kind = answered.survey_kind
where
    models.build_id is distinct from runs.build_id
    or coalesce(answered.answers, 0) < models.answer_count and models.period_grain = 'all_time'
