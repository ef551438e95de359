-- Where no member is hidden, the members of a dimension are the whole. Not so for the surveys of a relationship: a
-- customer counts once in each of them, and once in all.
with members as (

    select
        metric,
        survey_kind,
        period_grain,
        period_start,
        dimension,
        sum(numerator) as numerator,
        sum(denominator) as denominator
    from {{ ref('metric_values') }}
    where dimension <> 'all' and not (dimension = 'survey' and survey_kind <> 'transactional')
    group by metric, survey_kind, period_grain, period_start, dimension
    having not bool_or(is_suppressed)

)

select
    members.*,
    whole.numerator as whole_numerator,
    whole.denominator as whole_denominator
from members
inner join {{ ref('metric_values') }} as whole
    on
        members.metric = whole.metric
        and members.survey_kind = whole.survey_kind
        and members.period_grain = whole.period_grain
        and members.period_start = whole.period_start
        and whole.dimension = 'all'
where
    members.denominator <> whole.denominator
    or abs(members.numerator - whole.numerator) > 1e-9 * greatest(abs(whole.numerator), 1)
