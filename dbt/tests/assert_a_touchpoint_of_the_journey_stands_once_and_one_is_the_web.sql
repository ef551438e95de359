-- Spelling in another case is no other touchpoint; and the visits of one website are no two touchpoints' visits.
select
    lower(touchpoint) as touchpoint,
    count(*) as occurrences
from {{ ref('touchpoints') }}
group by lower(touchpoint)
having count(*) > 1

union all

select
    'the web' as touchpoint,
    count(*) as occurrences
from {{ ref('touchpoints') }}
where is_web
having count(*) > 1
