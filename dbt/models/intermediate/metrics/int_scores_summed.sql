-- Additive, as int_responses_summed is. Where every interaction counts, one person can stand behind several answers:
-- only the last answer is counted as a person, so that no set of answers has fewer people than are counted in it.
with answers as (

    select
        responses.survey_kind,
        responses.respondent_number,
        responses.segment,
        responses.nps_score,
        responses.nps_months as months_until_next,
        responses.window_count,
        responses.is_anonymous or kinds.counts_once_per_period as is_a_person,
        responses.month
    from {{ ref('int_responses_windowed') }} as responses
    inner join {{ ref('survey_kinds') }} as kinds
        on responses.survey_kind = kinds.survey_kind and kinds.is_customer
    where responses.is_counted and responses.nps_score is not null

),

repeated as (

    select
        *,
        row_number() over (
            partition by survey_kind, respondent_number
            order by
                month desc nulls last, window_count desc nulls last, segment asc nulls last, nps_score asc nulls last
        ) as place
    from answers
    where not is_a_person

),

-- Each branch reads its own answers, so that only interactions are sorted.
lots as (

    {% for relation, people in [('answers', 'count(*)'), ('repeated', 'count(*) filter (where place = 1)')] -%}
        select
            survey_kind,
            segment,
            nps_score,
            months_until_next,
            window_count,
            count(*) as answers,
            {{ people }} as people,
            month
        from {{ relation }}
        {% if relation == 'answers' -%}
            where is_a_person
        {% endif -%}
        group by survey_kind, segment, nps_score, months_until_next, window_count, month
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
)

select
    survey_kind,
    segment,
    cast(nps_score as smallint) as nps_score,
    cast(months_until_next as integer) as months_until_next,
    cast(window_count as smallint) as window_count,
    cast(sum(answers) as bigint) as answers,
    cast(sum(people) as bigint) as people,
    month
from lots
group by survey_kind, segment, nps_score, months_until_next, window_count, month
