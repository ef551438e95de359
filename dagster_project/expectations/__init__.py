"""The guards on the way in: what must hold of a source's files before dbt may read them.

- `rules`: the suites as data, built from a source's YAML. `views`: what was read, as the rules see it.
- `session`: the only module that imports Great Expectations, and only while it validates.
- `bridge`: results as Dagster asset checks. `report`: the results as JSON and as a page.
"""
