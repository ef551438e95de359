with booked as (

    select
        windows.initiative_id,
        windows.comparison,
        windows.is_later,
        revenue.customer_key,
        sum(revenue.amount) as amount
    from {{ ref('int_revenue_converted') }} as revenue
    inner join {{ ref('int_initiatives_windowed') }} as windows
        on revenue.booked_on between windows.window_start and windows.window_end
    group by windows.initiative_id, windows.comparison, windows.is_later, revenue.customer_key

),

-- Nobody's revenue is known to be 0 in a window in which no revenue is kept at all.
kept as (

    select
        initiative_id,
        comparison
    from booked
    group by initiative_id, comparison
    having count(distinct is_later) = 2

)

-- Who leaves in the later window has no more revenue in it, which is part of the effect.
select
    windows.initiative_id,
    'revenue' as figure,
    windows.comparison,
    'none' as survey_kind,
    followed.customer_key as respondent_key,
    cast(1 as bigint) as observations,
    cast(
        cast(coalesce(booked.amount, 0) as double) * {{ var('days_per_year') }} / windows.days as decimal(28, 8)
    ) as total,
    followed.is_target,
    windows.is_later
from {{ ref('int_initiatives_followed') }} as followed
inner join {{ ref('int_initiatives_windowed') }} as windows on followed.initiative_id = windows.initiative_id
inner join kept on windows.initiative_id = kept.initiative_id and windows.comparison = kept.comparison
left join booked
    on
        windows.initiative_id = booked.initiative_id
        and windows.comparison = booked.comparison
        and windows.is_later = booked.is_later
        and followed.customer_key = booked.customer_key
