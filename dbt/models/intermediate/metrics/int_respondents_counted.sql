-- A customer of many interactions is one respondent. The trick of rule 4 again, within each member of each dimension: of a
-- customer's answers in a period the last one stands for the person. (`count(distinct ..)` per period took ten times as
-- long.)
{%- set metrics = ['nps', 'csat', 'ces'] -%}
{%- set dimensions = {
    'all': [], 'segment': ['segment'], 'touchpoint': ['touchpoint'], 'segment_touchpoint': ['segment', 'touchpoint'],
    'channel': ['channel'], 'country': ['country'], 'persona': ['persona'], 'account_owner': ['account_owner'],
    'survey': ['survey_id']
} %}
with answers as (

    select * from {{ ref('int_interactions_flagged') }}

),

followed as (

    {% for dimension, keys in dimensions.items() -%}
        select
            survey_kind,
            '{{ dimension }}' as dimension,
            {{ keys | join(" || ' / ' || ") or "'all'" }} as member,
            month,
            month_number,
            window_count,
            {% for metric in metrics -%}
                has_{{ metric }},
                min(case when has_{{ metric }} = 1 then month_number end) over in_{{ dimension }} as next_{{ metric }}_month
                {{- ',' if not loop.last }}
            {% endfor %}
        from answers
        window in_{{ dimension }} as (
            partition by {{ (['survey_kind', 'respondent_number'] + keys) | join(', ') }}
            order by month_number asc nulls last, window_count asc nulls last
            rows between 1 following and unbounded following
        )
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
)

{% for metric in metrics -%}
    {%- set months = months_until('next_' ~ metric ~ '_month', 'month_number') -%}
    select
        '{{ metric }}' as metric,
        survey_kind,
        dimension,
        member,
        month,
        window_count,
        {{ months }} as months_until_next,
        count(*) as known_respondents
    from followed
    where has_{{ metric }} = 1
    group by survey_kind, dimension, member, month, window_count, {{ months }}
    {% if not loop.last %}union all{% endif %}
{% endfor %}
