-- An interval that contains 0 reads 'no measurable effect', an effect lies within its interval, and the return is that
-- of the benefit shown. Bounds of money are rounded, so that one of 0.00 can be on either side.
select *
from {{ ref('initiative_roi') }}
where
    (revenue_ci_lower < 0 and revenue_ci_upper > 0 and verdict not like '%no measurable effect%')
    or (nps_ci_lower <= 0 and nps_ci_upper >= 0 and verdict in (
        'NPS rose, no measurable effect on revenue', 'NPS fell, no measurable effect on revenue',
        'NPS rose, effect on revenue unknown', 'NPS fell, effect on revenue unknown'
    ))
    or nps_effect not between nps_ci_lower and nps_ci_upper
    or revenue_effect not between revenue_ci_lower and revenue_ci_upper
    or abs(roi * cost - (benefit - cost)) > 0.01 * (1 + abs(roi))
    or (verdict in ('too early to tell', 'too few to tell') and roi is not null and not is_low_base)
