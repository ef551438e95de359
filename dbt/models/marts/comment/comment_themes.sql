{%- set is_same_cell -%}
comments.period_grain = {0}.period_grain
            and comments.starts_on is not distinct from {0}.starts_on
            and comments.dimension = {0}.dimension
            and comments.member = {0}.member
{%- endset -%}
-- All time of comments and all time of scores begin on days of their own.
with metrics as (

    select
        *,
        case when period_grain <> 'all_time' then period_start end as starts_on,
        {% for name in ['comments', 'comment_nps'] -%}
            {%- set beginning = name ~ ' / ' -%}
            case
                when starts_with(metric, '{{ beginning }}')
                    then substring(metric, {{ beginning | length + 1 }})
            end as {{ name }}_theme{% if not loop.last %},{% endif %}
        {% endfor %}
    from {{ ref('int_metrics_suppressed') }}
    where dimension in ('all', 'segment')

),

joined as (

    select
        comments.*,
        answers.denominator as nps_answers,
        {{ nps('answers.numerator', '0', 'answers.denominator') }} as nps_of_theme,
        coalesce(answers.is_suppressed, false) as is_nps_suppressed,
        scores.value as nps,
        scores.denominator as answers,
        wholes.respondent_count as commenting_customers,
        kinds.nps_survey_kind
    from metrics as comments
    cross join {{ ref('int_survey_kinds_chosen') }} as kinds
    left join metrics as answers
        on
            comments.comments_theme = answers.comment_nps_theme
            and {{ is_same_cell.format('answers') }}
    left join metrics as scores
        on
            scores.metric = 'nps'
            and kinds.nps_survey_kind = scores.survey_kind
            and {{ is_same_cell.format('scores') }}
    left join metrics as wholes
        on
            wholes.metric = 'comments'
            and {{ is_same_cell.format('wholes') }}
    where comments.comments_theme is not null

)

select
    period_grain,
    period_start,
    period_end,
    member as segment,
    comments_theme as theme,
    nps_survey_kind,
    '{{ var("taxonomy_version") }}' as taxonomy_version,
    respondent_count as distinct_customers,
    cast(denominator as bigint) as comment_count,
    {{ theme_share('respondent_count', 'commenting_customers') }} as share,
    case when not is_suppressed then cast(nps_answers as bigint) end as nps_answers,
    case when not is_suppressed then nps_of_theme end as nps_of_theme,
    case
        when not is_suppressed then {{ nps_impact('nps_of_theme', 'nps_answers', 'nps', 'answers') }}
    end as nps_impact,
    mean_score as sentiment_mean,
    respondent_count > {{ var('theme_customers_worth_acting_on') }} as is_worth_acting_on,
    is_suppressed,
    is_suppressed or is_nps_suppressed as is_nps_suppressed,
    suppression_reason
from joined
order by
    period_grain asc nulls last, period_start asc nulls last, segment asc nulls last, theme asc nulls last
