select
    source,
    file_path,
    file_id,
    row_number,
    column_name,
    reason,
    remedy,
    scope
from {{ source('raw', 'rejected_rows') }}
