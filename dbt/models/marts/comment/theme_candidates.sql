with listed as (

    select * from {{ ref('int_candidates_listed') }}

),

-- The comment that is written most often speaks for the group, without one the mention, else the query; of equals the
-- shortest, and then the first by letters.
texts as (

    select
        candidate,
        text,
        row_number() over (
            partition by candidate
            order by
                {% for kind in [1, 2, 3] -%}
                    sum(case when example_order = {{ kind }} then occurrences else 0 end) desc nulls last,
                {% endfor -%}
                length(text) asc nulls last,
                text asc nulls last
        ) as preference
    from listed
    group by candidate, text

),

sized as (

    select
        candidate,
        count(distinct customer) as distinct_customers,
        sum(case when example_order = 1 then occurrences else 0 end) as comment_count,
        sum(case when example_order = 2 then occurrences else 0 end) as mention_count,
        sum(case when example_order = 3 then occurrences else 0 end) as search_count
    from listed
    group by candidate

)

select
    sized.candidate,
    texts.text as example,
    cast(sized.distinct_customers as bigint) as distinct_customers,
    cast(sized.comment_count as bigint) as comment_count,
    cast(sized.mention_count as bigint) as mention_count,
    cast(sized.search_count as bigint) as search_count
from sized
inner join texts on sized.candidate = texts.candidate and texts.preference = 1
order by
    sized.distinct_customers desc nulls last,
    sized.comment_count desc nulls last,
    sized.mention_count desc nulls last,
    sized.search_count desc nulls last,
    sized.candidate asc nulls last
