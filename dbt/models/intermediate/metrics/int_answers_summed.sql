{%- set counts = ['asked', 'responses', 'anonymous_responses', 'answers', 'positives', 'neutrals', 'negatives'] -%}
{%- set weights = ['weight_sum', 'squared_weight_sum', 'weighted_positives', 'weighted_negatives'] -%}
-- Additive rows: those of the weights have no counts of their own, so that sums over both count nothing twice.
with wide as (

    select * from {{ ref('int_responses_summed') }}

),

weighted as (

    select * from {{ ref('int_weighted_responses_summed') }}

)

{% for metric in ['nps', 'csat', 'ces'] -%}
    select
        '{{ metric }}' as metric,
        survey_kind,
        pass,
        member,
        touchpoint,
        {% for bound in ['lowest', 'highest'] -%}
            {{ "'0-10'" if metric == 'nps' else metric ~ '_' ~ bound ~ '_scale' }} as {{ bound }}_scale,
        {% endfor -%}
        month,
        window_count,
        {{ metric }}_months as months_until_next,
        {% for count in counts -%}
            cast({{ {
                'neutrals': metric ~ '_answers - ' ~ metric ~ '_positives', 'negatives': '0'
            }.get(count, metric ~ '_' ~ count) if metric != 'nps' else 'nps_' ~ count }} as bigint) as {{ count }},
        {% endfor -%}
        cast({{ '0' if metric == 'nps' else metric ~ '_responses_without_scale' }} as bigint)
            as responses_without_scale,
        {% for weight in weights -%}
            cast(null as decimal(38, {{ 12 if weight == 'squared_weight_sum' else 8 }})) as {{ weight }},
        {% endfor -%}
        finite_population,
        cast({{ metric }}_score_sum as decimal(38, 6)) as score_sum
    from wide
    where {{ metric }}_asked > 0
    union all
{% endfor -%}
select
    metric,
    survey_kind,
    pass,
    member,
    touchpoint,
    {% for bound in ['lowest', 'highest'] -%}
        cast(null as {{ dbt.type_string() }}) as {{ bound }}_scale,
    {% endfor -%}
    month,
    window_count,
    months_until_next,
    {% for count in counts -%}
        cast(0 as bigint) as {{ count }},
    {% endfor -%}
    cast(0 as bigint) as responses_without_scale,
    {% for weight in weights -%}
        cast({{ weight }} as decimal(38, {{ 12 if weight == 'squared_weight_sum' else 8 }})) as {{ weight }},
    {% endfor -%}
    cast(null as bigint) as finite_population,
    cast(null as decimal(38, 6)) as score_sum
from weighted
