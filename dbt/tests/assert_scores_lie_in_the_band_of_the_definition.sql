-- The definition once more, in words that do not come from the seed.
select
    response_id,
    nps_score,
    nps_band
from {{ ref('int_responses_screened') }}
where
    nps_score is not null
    and nps_band is distinct from case
        when nps_score >= 9 then 'promoter'
        when nps_score >= 7 then 'passive'
        when nps_score >= 0 then 'detractor'
    end
