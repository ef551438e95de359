"""Loads what a sender needs, so that the processes forked from this one need not. No test stands here."""

from dagster_project.notices.channels import open_channels
from tests.integration.notice_desk import send_to_the_end

LOADED = (send_to_the_end, open_channels("json://localhost", b"a key"))
