-- An anonymous answer is a person of its own.
with answers as (

    select
        responses.survey_kind,
        coalesce(responses.customer_key, responses.response_id) as respondent_key,
        coalesce(responses.segment, 'unknown') as segment,
        responses.nps_points,
        responses.responded_on
    from {{ ref('int_responses_screened') }} as responses
    inner join {{ ref('int_survey_kinds_chosen') }} as chosen on responses.survey_kind = chosen.nps_survey_kind
    where responses.is_counted and responses.nps_points is not null

),

placed as (

    select
        windows.initiative_id,
        windows.comparison,
        answers.survey_kind,
        answers.respondent_key,
        answers.nps_points,
        case windows.target_dimension
            when 'segment' then lower(answers.segment) = lower(windows.target_member)
            when 'touchpoint' then reached.respondent_key is not null
            else false
        end as is_target,
        windows.is_later
    from answers
    inner join {{ ref('int_initiatives_windowed') }} as windows
        on answers.responded_on between windows.window_start and windows.window_end
    left join {{ ref('int_initiatives_reached') }} as reached
        on
            windows.initiative_id = reached.initiative_id
            and answers.respondent_key = reached.respondent_key

)

select
    initiative_id,
    'nps' as figure,
    comparison,
    survey_kind,
    respondent_key,
    count(*) as observations,
    cast(100 * sum(nps_points) as decimal(28, 8)) as total,
    is_target,
    is_later
from placed
group by initiative_id, comparison, survey_kind, respondent_key, is_target, is_later
