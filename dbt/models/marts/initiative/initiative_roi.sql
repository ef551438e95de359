select
    initiative_id,
    name,
    target_dimension,
    target_member,
    {{ initiative_verdict('is_complete', 'revenue_claimed_sign', 'nps_claimed_sign', 'roi_effect') }} as verdict,
    {{ money('cost') }} as cost,
    cast(target_customers as bigint) as target_customers,
    nps_effect,
    nps_ci_lower,
    nps_ci_upper,
    nps_p_value,
    nps_pre_trend_effect as nps_pre_trend,
    nps_pre_trend_p_value,
    {% for column in ['revenue_effect', 'revenue_ci_lower', 'revenue_ci_upper'] -%}
        {{ money(column) }} as {{ column }},
    {% endfor -%}
    revenue_p_value,
    {{ money('revenue_pre_trend_effect') }} as revenue_pre_trend,
    revenue_pre_trend_p_value,
    {{ money('case when target_customers is not null then benefit end') }} as benefit,
    {% for column in ['roi_effect', 'roi_ci_lower', 'roi_ci_upper'] -%}
        case when target_customers is not null then {{ column }} end as {{ column | replace('_effect', '') }},
    {% endfor -%}
    is_low_base,
    has_pre_trend,
    started_on
from {{ ref('int_initiatives_valued') }}
order by started_on asc nulls last, initiative_id asc nulls last
