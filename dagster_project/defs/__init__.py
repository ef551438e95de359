"""Only declarations: what Dagster finds. Anything with an `if` is a plain function in another room."""
