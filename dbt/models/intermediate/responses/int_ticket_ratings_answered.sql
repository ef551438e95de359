{{ config(materialized='ephemeral') }}

with tickets as (

    select
        *,
        {{ dbt.safe_cast(dbt.split_part('csat_scale', "'-'", 1), 'double') }} as scale_min,
        {{ dbt.safe_cast(dbt.split_part('csat_scale', "'-'", 2), 'double') }} as scale_max
    from {{ ref('stg_support__tickets') }}
    where csat_score is not null

)

select
    source,
    file_id,
    row_number,
    'csat' as question_id,
    cast(null as {{ dbt.type_string() }}) as item,
    'csat' as metric,
    cast(null as {{ dbt.type_string() }}) as driver,
    cast(null as {{ dbt.type_string() }}) as missing_reason,
    csat_score as score,
    100e0 * (csat_score - scale_min) / nullif(scale_max - scale_min, 0) as index_0_100,
    csat_is_satisfied as is_satisfied
from tickets
