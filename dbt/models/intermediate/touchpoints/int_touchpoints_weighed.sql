-- Scores of a touchpoint, and what they do to those of all answers of the month. Friction is reckoned on NPS; where
-- nobody was asked for one at the touchpoint, on CES.
with answers as (

    select
        *,
        case
            when nps_answers > 0 or is_nps_suppressed then 'nps'
            when ces_answers > 0 or is_ces_suppressed then 'ces'
        end as friction_metric,
        {{ nps('nps_numerator', '0', 'nps_answers') }} as nps,
        {{ csat('csat_numerator', 'csat_answers') }} as csat,
        {{ ces('ces_numerator', 'ces_answers') }} as ces
    from {{ ref('int_touchpoints_answered') }}

),

weighed as (

    select
        touchpoints.*,
        {% for metric in ['nps', 'ces'] -%}
            whole.{{ metric }} as whole_{{ metric }},
            whole.{{ metric }}_numerator as whole_{{ metric }}_numerator,
            whole.{{ metric }}_answers as whole_{{ metric }}_answers,
            {{ touchpoint_impact(
                'touchpoints.' ~ metric, 'touchpoints.' ~ metric ~ '_answers', 'whole.' ~ metric,
                'whole.' ~ metric ~ '_answers'
            ) }} as impact_on_{{ metric }},
        {% endfor -%}
        {{ detractor_share('touchpoints.nps_negatives', 'touchpoints.nps_answers') }} as detractor_share,
        {{ low_effort_share('touchpoints.ces_numerator', 'touchpoints.ces_answers') }} as low_effort_share
    from answers as touchpoints
    inner join answers as whole on touchpoints.month = whole.month and whole.dimension = 'all'
    where touchpoints.dimension = 'touchpoint'

)

select
    *,
    case friction_metric
        when 'nps' then nps_answers
        when 'ces' then ces_answers
        -- Asked, and answered by nobody.
        else coalesce(nps_answers, ces_answers)
    end as answers,
    case friction_metric
        when 'nps' then {{ friction('nps_answers', 'detractor_share', 'impact_on_nps') }}
        when 'ces' then {{ friction('ces_answers', 'low_effort_share', 'impact_on_ces') }}
    end as friction
from weighed
