select
    period_start,
    period_end,
    segment,
    from_band,
    to_band,
    survey_kind as nps_survey_kind,
    customers,
    mean_change,
    paired_customers,
    paired_nps_change,
    paired_p_value,
    is_low_base,
    is_suppressed,
    suppression_reason
from {{ ref('int_transitions_compared') }}
where segment is not null
order by
    period_start asc nulls last,
    segment asc nulls last,
    from_band asc nulls last,
    to_band asc nulls last
