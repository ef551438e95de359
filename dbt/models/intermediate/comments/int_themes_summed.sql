{{ config(materialized='ephemeral') }}

{%- set minimum = var('comments_minimum_group_size') -%}
with figures as (

    select * from {{ ref('int_themes_placed') }}

),

days as (

    select
        min(responded_on) as first_day,
        max(responded_on) as last_day
    from {{ ref('int_comments_placed') }}

),

scores as (

    select * from {{ ref('int_survey_metrics_estimated') }}
    where metric = 'nps' and dimension in ('all', 'segment') and period_grain <> 'trailing_90_days'

),

comments as (

    select
        figures.*,
        coalesce(figures.period_start, days.first_day) as starts_on,
        coalesce(figures.period_end, greatest(runs.as_of, days.last_day)) as ends_on,
        cast(null as bigint) as others
    from figures
    cross join days
    cross join {{ ref('stg_ingest__runs') }} as runs
    where figures.survey_kind = 'none'

),

-- What a theme does to the score tells the score of those who do not mention it: that is a group as well, and the
-- smaller of the two decides. One customer can be in both.
answers as (

    select
        figures.*,
        scores.period_start as starts_on,
        scores.period_end as ends_on,
        case
            when scores.denominator > figures.answers then greatest(scores.respondent_count - figures.people, 1)
        end as others
    from figures
    inner join scores
        on
            figures.survey_kind = scores.survey_kind
            and figures.period_grain = scores.period_grain
            and coalesce(figures.period_start, scores.period_start) = scores.period_start
            and figures.dimension = scores.dimension
            and figures.member = scores.member

)

{% for source in ['comments', 'answers'] -%}
    select
        metric,
        survey_kind,
        period_grain,
        dimension,
        member,
        least(people, others) as respondent_count,
        cast(points as double) as numerator,
        answers as denominator,
        -- No score to compare with others.
        cast(null as double) as value,
        cast(points as double) / nullif(scored_answers, 0) as mean_score,
        cast({{ minimum }} as integer) as own_minimum_group_size,
        starts_on as period_start,
        ends_on as period_end
    from {{ source }}
    {% if not loop.last %}union all{% endif %}
{% endfor %}
