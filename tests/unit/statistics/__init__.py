"""Tests of dagster_project.statistics."""
