"""Tests of dagster_project.comments."""
