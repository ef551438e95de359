"""What became of unhappy customers: the list that those keep who call them, with times and a few words.

The list began late, not everybody on it was reached, and some were called back too late.
"""

from collections import Counter
from datetime import datetime, timedelta

from numpy.random import RandomState

from dagster_project.sample import world
from dagster_project.sample.customers import pick
from dagster_project.sample.files import Dialect, Folder, Row
from dagster_project.sample.qualtrics import Submission

BEGAN = datetime(2026, 1, 1, tzinfo=world.LOCAL)
LISTED_SHARE, NAMED_BY_ANSWER_SHARE = 0.72, 0.85
HEADER: Row = ["Id", "Svar", "Kund", "Skapad", "Kontaktad", "Avslutad", "Ansvarig", "Status", "Anteckning"]
OWNERS = ("Team Nord", "Team Syd", "Team Väst")
OUTCOMES = {"closed": 0.62, "contacted": 0.2, "open": 0.18}
WORDS = {"closed": "Klar", "contacted": "Pågår", "open": "Ny"}
NOTES = ("Ringde upp, bad om ursäkt.", "Ny leverans bokad.", "Kreditfaktura skickad.", "Fick inte tag på kunden.")
NOW = datetime(2026, 10, 31, 17, tzinfo=world.LOCAL)


class FollowUpExport:
    """Goes through the answers that stand, and writes what was done about them."""

    def __init__(self) -> None:
        self.rng: RandomState = world.stream("follow-ups")
        self.planted: Counter[str] = Counter()
        self.rows: list[Row] = []

    def build(self, answers: list[Submission]) -> None:
        """List most of the detractors whom somebody can know."""
        unhappy = [a for a in answers if a.score and int(a.score) <= 6 and a.is_known and a.ended >= BEGAN]
        for number, answer in enumerate(sorted(unhappy, key=lambda a: (a.ended, a.response_id)), start=1):
            if self.rng.random_sample() < LISTED_SHARE:
                self._list(number, answer)

    def write(self, folder: Folder) -> None:
        """Write the list as a Swedish spreadsheet saves it."""
        folder.write("crm_follow_ups/uppfoljning.csv", [HEADER], self.rows, Dialect("utf-8-sig", ";", "\r\n"))

    def _list(self, number: int, answer: Submission) -> None:
        rng = self.rng
        opened = answer.ended + timedelta(minutes=int(rng.randint(5, 300)))
        outcome = pick(rng, OUTCOMES)
        contacted = opened + timedelta(hours=float(rng.lognormal(3.0, 0.9)))
        closed = contacted + timedelta(hours=float(rng.lognormal(2.5, 1.0)))
        outcome = "open" if contacted > NOW else "contacted" if closed > NOW and outcome == "closed" else outcome
        by_answer = rng.random_sample() < NAMED_BY_ANSWER_SHARE
        self.rows.append(
            [
                f"U-{number:05d}",
                answer.response_id if by_answer else "",
                answer.customer.id,
                _cell(opened),
                _cell(contacted) if outcome != "open" else "",
                _cell(closed) if outcome == "closed" else "",
                str(rng.choice(OWNERS)),
                WORDS[outcome],
                str(rng.choice(NOTES)) if outcome != "open" else "",
            ]
        )
        self.planted[f"follow-ups that are {outcome}"] += 1
        self.planted["follow-ups that name the customer only"] += not by_answer


def _cell(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M}"
