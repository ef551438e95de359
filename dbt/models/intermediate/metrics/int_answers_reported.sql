{{ config(materialized='ephemeral') }}

{%- set counts = ['responses', 'anonymous_responses', 'answers', 'positives', 'negatives'] -%}
{%- set sums = ['score_sum', 'weight_sum', 'squared_weight_sum', 'weighted_positives', 'weighted_negatives'] -%}
{%- set keys = ['metric', 'survey_kind', 'period_grain', 'period_start', 'period_end', 'dimension'] -%}
with placed as (

    select * from {{ ref('int_answers_placed') }}

),

-- What is asked without being answered keeps its row, with nothing in it.
summed as (

    select
        {{ keys | join(', ') }},
        member,
        min(lowest_scale) filter (where counts_in_period) as lowest_scale,
        max(highest_scale) filter (where counts_in_period) as highest_scale,
        {% for count in counts + ['responses_without_scale', 'known_respondents'] -%}
            cast(coalesce(sum({{ count }}) filter (where counts_in_period), 0) as bigint) as {{ count }},
        {% endfor -%}
        {% for sum in sums -%}
            cast(sum({{ sum }}) filter (where counts_in_period) as double) as {{ sum }}{{ ',' if not loop.last }}
        {% endfor %}
    from placed
    group by {{ keys | join(', ') }}, member

),

-- A declared population is of one survey: it says something of 'all' where that survey alone was answered.
populations as (

    select
        {{ keys[:5] | join(', ') }},
        max(finite_population) as finite_population
    from placed
    where dimension = 'survey' and responses > 0
    group by {{ keys[:5] | join(', ') }}
    having min(member) = max(member)

)

select
    {% for key in keys -%}
        summed.{{ key }},
    {% endfor -%}
    summed.member,
    {% for count in counts -%}
        summed.{{ count }},
    {% endfor -%}
    cast(
        case
            when kinds.counts_once_per_period then summed.responses
            else summed.anonymous_responses + summed.known_respondents
        end as bigint
    ) as respondents,
    populations.finite_population,
    case
        when summed.lowest_scale = summed.highest_scale and summed.responses_without_scale = 0
            then summed.score_sum
    end as score_sum,
    {% for sum in sums[1:] -%}
        summed.{{ sum }}{{ ',' if not loop.last }}
    {% endfor %}
from summed
inner join {{ ref('survey_kinds') }} as kinds
    on summed.survey_kind = kinds.survey_kind and (kinds.is_customer or summed.dimension in ('all', 'unit'))
left join populations
    on
        summed.dimension = 'all'
        {% for key in keys[:5] -%}
            and summed.{{ key }} is not distinct from populations.{{ key }}
        {% endfor -%}
