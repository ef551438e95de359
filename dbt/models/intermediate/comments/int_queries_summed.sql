{{ config(materialized='ephemeral') }}

with searches as (

    select
        {{ cx_month_start('day') }} as month,
        query,
        searches
    from {{ ref('stg_web__searches') }}

),

figures as (

    select
        'search_theme' as dimension,
        theme as member,
        count(distinct query) as queries,
        sum(searches) as searches,
        month
    from {{ ref('int_queries_placed') }}
    group by theme, month

    union all

    select
        'all' as dimension,
        'all' as member,
        count(distinct query) as queries,
        sum(searches) as searches,
        month
    from searches
    group by month

)

-- Nobody knows who searched: every search is taken for a person.
select
    'searches' as metric,
    'none' as survey_kind,
    'month' as period_grain,
    dimension,
    member,
    cast(searches as bigint) as respondent_count,
    cast(queries as double) as numerator,
    cast(searches as bigint) as denominator,
    cast(null as double) as value,
    month as period_start,
    {{ cx_month_end('month') }} as period_end
from figures
