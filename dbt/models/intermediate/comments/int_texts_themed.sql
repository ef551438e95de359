-- Themes stand in the order of the taxonomy, without a blank after the comma.
select
    found.text_hash,
    {{ cx_text_list('found.theme', 'themes.theme_order') }} as themes
from {{ ref('stg_comments__themes_found') }} as found
inner join {{ ref('themes') }} as themes on found.theme = themes.theme
group by found.text_hash
