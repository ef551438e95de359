"""Named promises about time, each with its reason; the declarations in `defs/` only refer to them."""

import datetime as dt

import dagster as dg

from dagster_project.settings import read_settings

# Before the first meeting of the day, after the night's exports have landed.
EVERY_MORNING_AT_SIX = "0 6 * * *"

# What stakeholders read is there when they come: the daily run has an hour.
READY_BY_SEVEN = dg.FreshnessPolicy.cron(
    deadline_cron="0 7 * * *", lower_bound_delta=dt.timedelta(hours=1), timezone=read_settings().timezone
)

# Who waits for a call after a talk with support waits 20 minutes: a minute more is not felt.
A_MINUTE = 60

# Dagster gives a sensor a minute: no further notice is begun after half of it, the next tick goes on.
NO_LONGER_THAN_A_TICK = 30
