-- A hidden row has no figure, what is shown has the people that it needs, and shares are shares.
select
    'comments' as about,
    period_start,
    theme
from {{ ref('comment_themes') }}
where
    is_suppressed <> (suppression_reason is not null)
    or is_suppressed <> (distinct_customers is null)
    or (is_suppressed and coalesce(
        comment_count, share, nps_answers, nps_of_theme, nps_impact, sentiment_mean,
        case when is_worth_acting_on is not null then 1 end
    ) is not null)
    or (is_nps_suppressed and coalesce(nps_answers, nps_of_theme, nps_impact) is not null)
    or distinct_customers < {{ var('comments_minimum_group_size') }}
    or nps_answers < {{ var('comments_minimum_group_size') }}
    or comment_count < distinct_customers
    or share not between 0 and 1
    or sentiment_mean not between -2 and 2
    or nps_of_theme not between -100 and 100

union all

select
    'searches' as about,
    month as period_start,
    theme
from {{ ref('search_themes') }}
where
    is_suppressed <> (searches is null)
    or (is_suppressed and coalesce(queries, share, share_change) is not null)
    or searches between 1 and 4
    or share not between 0 and 1
    or share_change not between -1 and 1
