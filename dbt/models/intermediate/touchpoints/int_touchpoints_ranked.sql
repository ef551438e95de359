with touchpoints as (

    select
        coalesce(answers.touchpoint_key, web.touchpoint_key) as touchpoint_key,
        answers.touchpoint,
        answers.friction_metric,
        {% for figure in [
            'nps', 'csat', 'csat_answers', 'ces', 'ces_answers', 'answers', 'detractor_share', 'low_effort_share',
            'impact_on_nps', 'impact_on_ces', 'friction'
        ] -%}
            answers.{{ figure }},
        {% endfor -%}
        web.sessions,
        web.conversion_rate,
        web.bounce_rate,
        web.searches,
        -- What has no touchpoint is no step of the journey to be mended.
        coalesce(
            answers.touchpoint_key <> 'unknown'
            and answers.friction is not null
            and answers.answers >= {{ var('low_base_size') }},
            false
        ) as is_ranked,
        answers.answers < {{ var('low_base_size') }} as is_low_base,
        coalesce(answers.is_nps_suppressed, false) or coalesce(answers.is_csat_suppressed, false)
        or coalesce(answers.is_ces_suppressed, false) or coalesce(web.is_suppressed, false) as is_suppressed,
        coalesce(answers.month, web.month) as month
    from {{ ref('int_touchpoints_weighed') }} as answers
    full outer join {{ ref('int_web_figures_pivoted') }} as web
        on answers.touchpoint_key = web.touchpoint_key and answers.month = web.month

)

select
    *,
    case
        when is_ranked
            then cast(rank() over (partition by month, is_ranked order by friction desc nulls last) as bigint)
    end as friction_rank
from touchpoints
