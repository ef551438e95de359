-- A theme that a response mentions in several of its comments is mentioned once.
select
    comments.response_id,
    themes.theme,
    themes.driver,
    themes.theme_order,
    themes.is_churn_intent
from {{ ref('int_comments_merged') }} as comments
inner join {{ ref('stg_comments__themes_found') }} as found on comments.text_hash = found.text_hash
inner join {{ ref('themes') }} as themes on found.theme = themes.theme
group by comments.response_id, themes.theme, themes.driver, themes.theme_order, themes.is_churn_intent
