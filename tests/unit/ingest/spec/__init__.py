"""What may be written in the YAML of a source, and what is said of a mistake in it."""
