{%- set keys = ['survey_kind', 'survey_id', 'segment', 'touchpoint', 'channel', 'country', 'persona', 'month'] -%}
{%- set counts = [
    'nps_respondents', 'promoters', 'passives', 'detractors', 'nps_score_sum', 'csat_answers', 'csat_satisfied',
    'ces_answers', 'ces_satisfied'
] -%}
-- Account owners are in the cells below: they would double the rows, and are reported in metric_values.
select
    {{ keys[:7] | join(',\n    ') }},
    {% for count in counts -%}
        cast(sum({{ count }}) as bigint) as {{ count }},
    {% endfor -%}
    -- Decimal: a sum of floating-point numbers depends on the order in which threads add them.
    cast(sum(cast(ces_score_sum as decimal(38, 6))) as double) as ces_score_sum,
    month
from {{ ref('int_answers_cubed') }}
group by {{ keys | join(', ') }}
