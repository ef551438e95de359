{{ config(materialized='ephemeral') }}

-- An answer lies in a period by its month; whether it counts there depends on how soon the next answer follows.
with dimensioned as (

    select * from {{ ref('int_answers_dimensioned') }}

)

{{ placed_in_periods('dimensioned') }}
