select
    mentions.source,
    mentions.mention_id,
    mentions.channel,
    mentions.sentiment,
    texts.themes,
    mentions.text,
    mentions.mentioned_at,
    mentions.mentioned_on
from {{ ref('int_mentions_read') }} as mentions
left join {{ ref('int_texts_themed') }} as texts on mentions.text_hash = texts.text_hash
order by mentions.mentioned_at asc nulls last, mentions.source asc nulls last, mentions.mention_id asc nulls last
