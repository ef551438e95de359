-- Every row of a file was loaded, refused or dropped by rule.
select *
from {{ ref('data_quality') }}
where status = 'loaded' and rows_read <> rows_loaded + rows_rejected + rows_dropped
