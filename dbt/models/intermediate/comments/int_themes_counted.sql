-- Of what a person says of a theme in a period the last month stands for the person, as in int_respondents_counted; of
-- several in that month the one that counts.
with mentions as (

    select * from {{ ref('int_themes_mentioned') }}

),

followed as (

    {% for dimension, keys in {'all': [], 'segment': ['segment']}.items() -%}
        select
            metric,
            survey_kind,
            '{{ dimension }}' as dimension,
            {{ member_of(dimension) }} as member,
            answers,
            scored_answers,
            points,
            answer_months,
            min(month_number) over (
                partition by {{ (['metric', 'respondent_number', 'anonymous_response_id'] + keys) | join(', ') }}
                order by month_number asc nulls last, answer_months asc nulls last
                rows between 1 following and unbounded following
            ) as next_month_number,
            month,
            month_number
        from mentions
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

awaited as (

    select
        *,
        least(answer_months, {{ months_until('next_month_number', 'month_number') }}) as person_months
    from followed

)

select
    metric,
    survey_kind,
    dimension,
    member,
    answer_months,
    person_months,
    count(*) as people,
    sum(answers) as answers,
    sum(scored_answers) as scored_answers,
    sum(points) as points,
    month
from awaited
group by metric, survey_kind, dimension, member, answer_months, person_months, month
