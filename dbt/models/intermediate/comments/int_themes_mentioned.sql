-- 'comments' are all of them, 'comments / price' those that mention price, 'comment_nps / price' the NPS answers of
-- those who do. A comment counts always, an NPS answer until the customer gives another one (rule 4).
with comments as (

    select * from {{ ref('int_comments_placed') }}

),

mentions as (

    select
        'comments' as metric,
        'none' as survey_kind,
        segment,
        response_id,
        respondent_number,
        is_anonymous,
        sentiment_points as points,
        99 as answer_months,
        month,
        month_number
    from comments

    union all

    select
        'comments / ' || themes.theme as metric,
        'none' as survey_kind,
        comments.segment,
        comments.response_id,
        comments.respondent_number,
        comments.is_anonymous,
        comments.sentiment_points as points,
        99 as answer_months,
        comments.month,
        comments.month_number
    from comments
    inner join {{ ref('stg_comments__themes_found') }} as found on comments.text_hash = found.text_hash
    inner join {{ ref('themes') }} as themes on found.theme = themes.theme

    union all

    select
        'comment_nps / ' || theme as metric,
        survey_kind,
        segment,
        response_id,
        respondent_number,
        is_anonymous,
        nps_points as points,
        nps_months as answer_months,
        month,
        month_number
    from {{ ref('int_themes_answered') }}

)

-- Whom nobody knows is a person for every response.
select
    metric,
    survey_kind,
    segment,
    case when is_anonymous then response_id end as anonymous_response_id,
    case when not is_anonymous then respondent_number end as respondent_number,
    answer_months,
    count(*) as answers,
    count(points) as scored_answers,
    sum(points) as points,
    month,
    month_number
from mentions
group by
    metric,
    survey_kind,
    segment,
    case when is_anonymous then response_id end,
    case when not is_anonymous then respondent_number end,
    answer_months,
    month,
    month_number
