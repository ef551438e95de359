"""What Dagster makes of a source."""
