with metrics as (

    select * from {{ ref('int_metrics_suppressed') }}
    where metric = 'searches'

),

shares as (

    select
        themes.member as theme,
        themes.denominator as searches,
        themes.numerator as queries,
        1e0 * themes.denominator / nullif(wholes.respondent_count, 0) as share,
        themes.is_suppressed,
        themes.period_start as month,
        cast({{ dbt.dateadd('month', -1, 'themes.period_start') }} as date) as previous_month,
        themes.period_end <= runs.as_of as is_complete
    from metrics as themes
    cross join {{ ref('stg_ingest__runs') }} as runs
    left join metrics as wholes
        on themes.period_start = wholes.period_start and wholes.dimension = 'all' and wholes.period_grain = 'month'
    where themes.dimension = 'search_theme'

),

-- A theme without a row in a month with searches had none; one with a row and no number is hidden.
compared as (

    select
        shares.*,
        case when previous.month is null and wholes.member is not null then 0 else previous.searches end
            as previous_searches,
        case when previous.month is null and wholes.member is not null then 0 else previous.share end
            as previous_share
    from shares
    left join shares as previous on shares.theme = previous.theme and shares.previous_month = previous.month
    left join metrics as wholes
        on
            shares.previous_month = wholes.period_start
            and wholes.dimension = 'all'
            and wholes.period_grain = 'month'

)

-- The running month is compared with nothing: its days are not those of a whole one.
select
    month,
    theme,
    cast(searches as bigint) as searches,
    cast(queries as bigint) as queries,
    share,
    cast(previous_searches as bigint) as searches_previous_month,
    case when is_complete then share - previous_share end as share_change,
    is_suppressed
from compared
order by month asc nulls last, theme asc nulls last
