{{ config(materialized='ephemeral') }}

with themed as (

    select * from {{ ref('int_responses_themed') }}

),

firsts as (

    select
        response_id,
        min(theme_order) as theme_order
    from themed
    group by response_id

),

firsts_of_drivers as (

    select
        response_id,
        driver,
        min(theme_order) as theme_order
    from themed
    where driver is not null
    group by response_id, driver

)

-- What was written this time: first what belongs to the driver that moved, else what the taxonomy has first.
select
    changes.*,
    themes.theme as reason_theme
from {{ ref('int_changes_weighed') }} as changes
left join firsts on changes.response_id = firsts.response_id and changes.direction <> 'unchanged'
left join firsts_of_drivers
    on changes.response_id = firsts_of_drivers.response_id and changes.reason_driver = firsts_of_drivers.driver
left join {{ ref('themes') }} as themes
    on coalesce(firsts_of_drivers.theme_order, firsts.theme_order) = themes.theme_order
