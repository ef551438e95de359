"""Publication to a real PostgreSQL, which the tests start themselves; skipped where it is not installed."""
