"""The sample: invented exports of an invented company, so that a fresh checkout has something to run on.

`python -m dagster_project.sample` writes the files under data/raw/ and, beside them, the truth that was put
in. Here belongs what invents data and writes it as the platforms do. Nothing here is imported by the
pipeline, and nothing here reads what the pipeline made: tests compare the two.
"""
