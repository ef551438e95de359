with people as (

    select * from {{ ref('int_initiatives_clustered') }}

),

-- Totals are added up as decimals, whose sum does not depend on the order of the rows.
grouped as (

    select
        initiative_id,
        figure,
        comparison,
        survey_kind,
        count(*) as people,
        {% for cell in difference_cells() -%}
            cast(sum({{ cell }}_observations) as bigint) as {{ cell }}_observations,
            count(*) filter (where {{ cell }}_observations > 0) as {{ cell }}_people,
            cast(sum({{ cell }}_total) as double) / nullif(sum({{ cell }}_observations), 0) as {{ cell }}_mean,
        {% endfor -%}
        cast(sum({{ difference_columns('', '_observations') | join(' + ') }}) as bigint) as observations,
        cast(max(greatest(abs({{ difference_columns('', '_total') | join('), abs(') }}))) as double) as largest
    from people
    group by initiative_id, figure, comparison, survey_kind

),

-- Pulls are brought to the size of one, so that their squares can be added up as decimals too.
pulls as (

    select
        grouped.initiative_id,
        grouped.figure,
        grouped.comparison,
        {% set parts = [] -%}
        {%- for cell in difference_cells() -%}
            {%- do parts.append(pull_on_mean(
                'people.' ~ cell ~ '_total', 'people.' ~ cell ~ '_observations',
                'grouped.' ~ cell ~ '_mean', 'grouped.' ~ cell ~ '_observations'
            )) -%}
        {%- endfor -%}
        {{ difference_in_differences(*parts) }}
        * grouped.observations / coalesce(nullif(grouped.largest, 0), 1e0) as pull
    from people
    inner join grouped
        on
            people.initiative_id = grouped.initiative_id
            and people.figure = grouped.figure
            and people.comparison = grouped.comparison

),

squared as (

    select
        initiative_id,
        figure,
        comparison,
        cast(sum(cast(pull * pull as decimal(38, 18))) as double) as squared_pulls
    from pulls
    group by initiative_id, figure, comparison

)

select
    grouped.*,
    least({{ difference_columns('grouped.', '_people') | join(', ') }}) as fewest_people,
    {{ difference_in_differences(*difference_columns('grouped.', '_mean')) }} as effect,
    {{ clustered_standard_error('squared.squared_pulls', 'grouped.people', 'grouped.observations') }}
    * grouped.largest / grouped.observations as standard_error
from grouped
inner join squared
    on
        grouped.initiative_id = squared.initiative_id
        and grouped.figure = squared.figure
        and grouped.comparison = squared.comparison
