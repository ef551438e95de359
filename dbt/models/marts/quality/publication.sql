with counted as (

    {% for table in [
        'brand_mentions',
        'band_transitions',
        'churn_reasons',
        'comment_themes',
        'contact_scorecard',
        'customers',
        'data_quality',
        'exclusion_ledger',
        'follow_up_scorecard',
        'follow_ups',
        'initiative_roi',
        'key_drivers',
        'lifetime_models',
        'loyalty_gap',
        'metric_cube',
        'metric_values',
        'nps_economics',
        'overall_band_transitions',
        'overall_scorecard',
        'search_themes',
        'score_changes',
        'score_distribution',
        'segment_scorecard',
        'support_scorecard',
        'survey_answers',
        'survey_comments',
        'survey_exclusions',
        'survey_responses',
        'theme_candidates',
        'touchpoint_coverage',
        'touchpoint_scorecard'
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
