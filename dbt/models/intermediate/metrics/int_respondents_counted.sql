-- Only where every interaction counts can a customer stand behind several answers of a period; elsewhere answers that
-- count and respondents are the same. Grouped first and counted then: `count(distinct ..)` takes five times as long.
{%- set metrics = ['nps', 'csat', 'ces'] -%}
{%- set dimensions = [
    ('all', "'all'", []), ('segment_touchpoint', "segment || ' / ' || touchpoint", ['segment', 'touchpoint']),
    ('survey', 'survey_id', ['survey_id'])
] -%}
{%- for dimension in ['segment', 'touchpoint', 'channel', 'country', 'persona', 'account_owner'] -%}
    {%- do dimensions.append((dimension, dimension, [dimension])) -%}
{%- endfor -%}
{%- set people = ['survey_kind', 'customer_number', 'unlisted_customer_key'] %}
with answers as (

    select
        responses.*,
        runs.as_of,
        case when responses.nps_score is not null then 1 else 0 end as has_nps,
        case when responses.csat_answer_count > 0 then 1 else 0 end as has_csat,
        case when responses.ces_answer_count > 0 then 1 else 0 end as has_ces
    from {{ ref('int_responses_windowed') }} as responses
    inner join {{ ref('survey_kinds') }} as kinds on responses.survey_kind = kinds.survey_kind
    cross join {{ ref('stg_ingest__runs') }} as runs
    where responses.is_counted and not responses.is_anonymous and not kinds.counts_once_per_period

),

respondents as (

    {% for dimension, member, keys in dimensions -%}
        {%- set dimension_loop = loop -%}
        {%- for grain, start, end, windows in periods_of_rows() -%}
            select
                survey_kind,
                '{{ grain }}' as period_grain,
                '{{ dimension }}' as dimension,
                {{ member }} as member,
                {% for metric in metrics -%}
                    sum(has_{{ metric }}) as {{ metric }}_respondents,
                {% endfor -%}
                period_start,
                period_end
            from (
                select
                    {{ (people + keys) | join(', ') }},
                    {{ start }} as period_start,
                    {{ end }} as period_end,
                    {% for metric in metrics -%}
                        max(has_{{ metric }}) as has_{{ metric }}{{ ',' if not loop.last }}
                    {% endfor %}
                from answers
                {{ windows }}
                group by {{ (people + keys) | join(", ") }}, {{ start }}, {{ end }}
            ) as met
            group by {{ (['survey_kind', 'period_start', 'period_end'] + keys) | join(', ') }}
            {% if not (loop.last and dimension_loop.last) %}union all{% endif %}
        {% endfor -%}
    {% endfor %}
)

{% for metric in metrics -%}
    select
        '{{ metric }}' as metric,
        survey_kind,
        period_grain,
        dimension,
        member,
        cast({{ metric }}_respondents as bigint) as known_respondents,
        period_start,
        period_end
    from respondents
    where {{ metric }}_respondents > 0
    {% if not loop.last %}union all{% endif %}
{% endfor %}
