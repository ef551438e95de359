with models as (

    select
        *,
        -- Of the two models the one without overall satisfaction, whose name is also the last.
        max(model) over (partition by survey_kind) as chosen_model
    from {{ ref('stg_statistics__driver_models') }}
    where period_grain = 'all_time' and segment = 'all' and is_ranked and weight is not null

),

-- What a driver takes from the score, against an answer that gives it the mean.
pulls as (

    select
        detractors.response_id,
        models.driver,
        models.slot,
        models.weight * (
            case models.slot
                {% for slot in driver_slots() -%}
                    when {{ loop.index }} then detractors.{{ slot }}
                {% endfor -%}
            end - models.mean_score
        ) as pull
    from {{ ref('int_detractors_timed') }} as detractors
    inner join models
        on detractors.survey_kind = models.survey_kind and models.model = models.chosen_model

),

reasons as (

    select
        response_id,
        driver,
        row_number() over (partition by response_id order by pull asc nulls last, slot asc nulls last) as place
    from pulls
    where pull < 0

),

themes as (

    select
        response_id,
        theme,
        max(case when is_churn_intent then 1 else 0 end) over (partition by response_id) as says_leaving,
        row_number() over (partition by response_id order by theme_order asc nulls last) as place
    from {{ ref('int_responses_themed') }}

),

comments as (

    select
        response_id,
        {{ dbt.listagg('comment', "' | '", 'order by question_id asc nulls last') }} as comment
    from {{ ref('int_comments_merged') }}
    group by response_id

)

select
    detractors.response_id,
    reasons.driver as reason_driver,
    themes.theme as reason_theme,
    comments.comment,
    coalesce(themes.says_leaving = 1, false) as has_churn_intent
from {{ ref('int_detractors_timed') }} as detractors
left join reasons on detractors.response_id = reasons.response_id and reasons.place = 1
left join themes on detractors.response_id = themes.response_id and themes.place = 1
left join comments on detractors.response_id = comments.response_id
