"""The one concurrency pool: whoever writes the warehouse stands in it, and it lets one through at a time."""

WAREHOUSE_WRITER = "warehouse_writer"
