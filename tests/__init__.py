"""The tests: `unit` mirrors the package, `architecture` holds the borders, `integration` runs the parts together."""
