"""Notices of urgent follow-ups: from the frontline publication through an outbox to the channels of CX_NOTIFY_URL.

What is urgent, dbt says; what a channel is, Apprise knows. Nothing here reads the warehouse, and nothing knows Dagster.
"""
