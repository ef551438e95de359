{%- set centre = wilson_centre('rescued', 'answered_again') -%}
{%- set half_width = wilson_half_width('rescued', 'answered_again') %}
select
    month,
    segment,
    survey_kind,
    cast(follow_ups as bigint) as follow_ups,
    cast(reachable as bigint) as reachable,
    cast(contacted as bigint) as contacted,
    cast(timed as bigint) as timed,
    cast(contacted_in_time as bigint) as contacted_in_time,
    1e0 * contacted_in_time / nullif(timed, 0) as contacted_in_time_share,
    cast(closed as bigint) as closed,
    cast(overdue as bigint) as overdue,
    cast(answered_again as bigint) as answered_again,
    cast(rescued as bigint) as rescued,
    {{ rescue_rate('rescued', 'answered_again') }} as rescue_rate,
    100e0 * {{ interval_lower(centre, half_width, 0) }} as rescue_ci_lower,
    100e0 * {{ interval_upper(centre, half_width, 1) }} as rescue_ci_upper
from {{ ref('int_follow_ups_summed') }}
order by month asc nulls last, segment asc nulls last, survey_kind asc nulls last
