with kinds as (

    select nps_survey_kind as survey_kind
    from {{ ref('int_survey_kinds_chosen') }}

),

answers as (

    select responses.*
    from {{ ref('int_responses_numbered') }} as responses
    inner join kinds on responses.survey_kind = kinds.survey_kind
    where responses.is_counted and responses.nps_score is not null

),

themed as (

    select
        answers.*,
        themes.theme
    from answers
    inner join {{ ref('int_responses_themed') }} as themes on answers.response_id = themes.response_id

),

-- Rule 4 asks for the next answer, whatever it says: of those alone who ever mention a theme.
authors as (

    select distinct respondent_number
    from themed
    where has_successors

),

followed as (

    select
        answers.response_id,
        answers.month_number,
        min(answers.month_number) over (
            partition by answers.respondent_number
            order by answers.responded_at asc nulls first, answers.response_id asc nulls first
            rows between 1 following and unbounded following
        ) as next_month_number
    from answers
    inner join authors on answers.respondent_number = authors.respondent_number
    where answers.has_successors

)

select
    themed.response_id,
    themed.survey_kind,
    themed.theme,
    coalesce(themed.segment, 'unknown') as segment,
    themed.respondent_number,
    themed.nps_points,
    themed.is_anonymous,
    {{ months_until('followed.next_month_number', 'followed.month_number') }} as nps_months,
    themed.month,
    themed.month_number
from themed
left join followed on themed.response_id = followed.response_id
