-- A score that rose improved, and its band did not fall.
select changes.*
from {{ ref('score_changes') }} as changes
inner join {{ ref('nps_bands') }} as previous_bands on changes.previous_score = previous_bands.nps_score
inner join {{ ref('nps_bands') }} as bands on changes.score = bands.nps_score
where
    changes.previous_band <> previous_bands.nps_band
    or changes.band <> bands.nps_band
    or sign(changes.score - changes.previous_score) <> case changes.direction
        when 'improved' then 1
        when 'worsened' then -1
        else 0
    end
    or (bands.nps_points - previous_bands.nps_points) * sign(changes.score - changes.previous_score) < 0
    or (changes.direction = 'unchanged' and coalesce(changes.reason_driver, changes.reason_theme) is not null)
