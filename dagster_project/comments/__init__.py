"""What people wrote, read once: language, sentiment, themes, and groups of what no theme is named for.

Texts in, readings out, one per distinct text and known by its hash; the text itself stays where the ingest put it.
Whose text it was and whether it counts is dbt's to say, and nothing of Dagster belongs here.
"""
