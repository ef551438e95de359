with counted as (

    {% for table in [
        'metric_values', 'segment_scorecard', 'overall_scorecard', 'survey_responses', 'survey_answers', 'customers',
        'metric_cube', 'data_quality', 'exclusion_ledger', 'survey_exclusions', 'contact_scorecard', 'touchpoint_coverage',
        'nps_economics', 'loyalty_gap', 'initiative_roi', 'support_scorecard', 'churn_reasons', 'lifetime_models'
    ] -%}
        select count(*) as row_count from {{ ref(table) }}
        union all
    {% endfor -%}
    -- This one.
    select 1 as row_count
),

total as (

    select
        count(*) as tables,
        sum(row_count) as rows
    from counted

)

select
    runs.build_id,
    runs.source_commit,
    cast(total.tables as bigint) as tables,
    cast(total.rows as bigint) as rows,
    runs.as_of,
    runs.started_at as published_at
from {{ ref('stg_ingest__runs') }} as runs
cross join total
