"""The dashboard of Apache Superset as YAML in the layout of its import, and what makes a bundle of it.

`datasets/` is written from dbt's manifest and `datasets.yaml`; `charts/` and `dashboards/` are written by hand. What a
figure means is no matter of this folder: a chart shows published rows, and adds up only what may be added up.
"""
