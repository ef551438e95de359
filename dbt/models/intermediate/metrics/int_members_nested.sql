{%- set dimensions = {
    'survey': 'survey_id', 'segment': 'segment', 'touchpoint': 'touchpoint', 'channel': 'channel', 'country': 'country',
    'persona': 'persona', 'account_owner': 'account_owner'
} -%}
{%- set answered = {'nps': 'nps_respondents', 'csat': 'csat_answers', 'ces': 'ces_answers'} -%}
-- A survey that is only used at one touchpoint is a part of it, as everybody knows who has seen it; then what is hidden
-- in one dimension must not be shown in the other.
with answered as (

    {% for metric, answers in answered.items() -%}
        select
            '{{ metric }}' as metric,
            survey_kind,
            {{ dimensions.values() | join(', ') }}
        from {{ ref('int_answers_cubed') }}
        where {{ answers }} > 0
        group by survey_kind, {{ dimensions.values() | join(', ') }}
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

pairs as (

    {% for dimension, member in dimensions.items() -%}
        {%- set outer_loop = loop -%}
        {%- for outer, outer_member in dimensions.items() if outer != dimension -%}
            select
                metric,
                survey_kind,
                '{{ dimension }}' as dimension,
                {{ member }} as member,
                '{{ outer }}' as outer_dimension,
                min({{ outer_member }}) as outer_member
            from answered
            group by metric, survey_kind, {{ member }}
            having min({{ outer_member }}) = max({{ outer_member }})
            {% if not (loop.last and outer_loop.last) %}union all{% endif %}
        {% endfor -%}
    {% endfor %}
)

select * from pairs
