{%- set prefixes = {
    'nps': ('nps', 'effect'), 'nps_pre_trend': ('nps', 'pre_trend'),
    'revenue': ('revenue', 'effect'), 'revenue_pre_trend': ('revenue', 'pre_trend')
} -%}
{%- set figures = ['effect', 'ci_lower', 'ci_upper', 'p_value', 'claimed_sign', 'target_people', 'shown_people'] -%}
with gathered as (

    select
        initiative_id,
        {% for prefix, (figure, comparison) in prefixes.items() -%}
            {%- for column in figures -%}
                max({{ column }}) filter (where figure = '{{ figure }}' and comparison = '{{ comparison }}')
                    as {{ prefix }}_{{ column }},
            {% endfor -%}
        {%- endfor -%}
        bool_or(is_low_base) filter (where comparison = 'effect') as is_low_base,
        bool_or(claimed_sign <> 0) filter (where comparison = 'pre_trend') as has_pre_trend
    from {{ ref('int_initiatives_judged') }}
    group by initiative_id

),

-- What was free, or cost less than nothing, has no return on its cost.
initiatives as (

    select
        *,
        cast(case when cost > 0 then cost end as double) as invested
    from {{ ref('int_initiatives_priced') }}

)

select
    initiatives.initiative_id,
    initiatives.name,
    initiatives.target_dimension,
    initiatives.target_member,
    initiatives.cost,
    {% for prefix in prefixes -%}
        {%- for column in figures[:5] -%}
            gathered.{{ prefix }}_{{ column }},
        {% endfor -%}
    {%- endfor -%}
    gathered.revenue_shown_people as target_customers,
    gathered.revenue_effect * gathered.revenue_target_people as benefit,
    {% for column in ['effect', 'ci_lower', 'ci_upper'] -%}
        {%- set benefit = 'gathered.revenue_' ~ column ~ ' * gathered.revenue_target_people' -%}
        {{ return_on_investment(benefit, 'initiatives.invested') }} as roi_{{ column }},
    {% endfor -%}
    initiatives.is_complete,
    gathered.is_low_base,
    gathered.has_pre_trend,
    initiatives.started_on
from initiatives
left join gathered on initiatives.initiative_id = gathered.initiative_id
