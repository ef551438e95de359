"""The purchases at CDNOW that the published parameters were estimated on, read from the package that ships them.

The package, `lifetimes`, is archived: nothing of it is imported. No test stands here.
"""

import csv
import datetime as dt
from importlib.metadata import files
from pathlib import Path

import numpy as np

from dagster_project.statistics.purchasing import Histories

# P. S. Fader, B. G. S. Hardie, K. L. Lee, Marketing Science 24 (2), 2005, figure 1; log-likelihood in the text.
BG_NBD = {"r": 0.243, "alpha": 4.414, "a": 0.793, "b": 2.426}
# P. S. Fader, B. G. S. Hardie, "The Gamma-Gamma Model of Monetary Value", 2013.
GAMMA_GAMMA = {"p": 6.25, "q": 3.74, "v": 15.44}
CALIBRATED_UNTIL = dt.date(1997, 9, 30)


def _text(name: str) -> str:
    found = [file for file in files("lifetimes") or [] if file.name == name]
    return Path(str(found[0].locate())).read_text(encoding="utf-8")


def histories() -> Histories:
    """The 2,357 customers of the sample, as their authors summed them up over the first 39 weeks."""
    rows = list(csv.DictReader(_text("cdnow_customers_summary_with_transactions.csv").splitlines()))
    return Histories(*(np.array([float(row[name]) for row in rows]) for name in ("x", "t_x", "T", "zbar")))


def purchases() -> list[tuple[str, dt.date, float]]:
    """Every purchase of the sample over 78 weeks: customer, day, dollars."""
    rows = [line.split() for line in _text("CDNOW_sample.txt").splitlines() if line.strip()]
    return [(row[1], dt.date.fromisoformat(row[2]), float(row[4])) for row in rows]
