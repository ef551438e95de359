{{ config(materialized='ephemeral') }}

-- 'none' are the queries in which no theme was found.
with searches as (

    select
        *,
        {{ cx_month_start('day') }} as month
    from {{ ref('stg_web__searches') }}

),

themes as (

    select
        found.text_hash,
        themes.theme
    from {{ ref('stg_comments__themes_found') }} as found
    inner join {{ ref('themes') }} as themes on found.theme = themes.theme

)

select
    searches.query,
    searches.searches,
    coalesce(themes.theme, 'none') as theme,
    searches.month
from searches
left join themes on searches.text_hash = themes.text_hash
