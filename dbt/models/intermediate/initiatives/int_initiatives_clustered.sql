with observed as (

    select * from {{ ref('int_initiatives_answered') }}
    union all
    select * from {{ ref('int_initiatives_booked') }}

)

select
    initiative_id,
    figure,
    comparison,
    survey_kind,
    respondent_key,
    {% for cell, condition in difference_cells().items() -%}
        cast(coalesce(sum(observations) filter (where {{ condition }}), 0) as bigint) as {{ cell }}_observations,
        cast(coalesce(sum(total) filter (where {{ condition }}), 0) as decimal(28, 8)) as {{ cell }}_total
        {%- if not loop.last %},{% endif %}
    {% endfor %}
from observed
group by initiative_id, figure, comparison, survey_kind, respondent_key
