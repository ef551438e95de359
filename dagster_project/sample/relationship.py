"""The relationship survey: which rows its Qualtrics exports hold, defects included. One file per half-year.

Each defect is planted on rows that no other defect touches, so that the truth stays plain: `standing` holds
the submissions that should remain counted, in the version that should stand.
"""

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

from numpy.random import RandomState

from dagster_project.sample import world
from dagster_project.sample.comments import Commentator
from dagster_project.sample.customers import Customer, pick, shuffled
from dagster_project.sample.files import Dialect, Folder
from dagster_project.sample.opinions import Opinion, give_opinion, relational_opinions
from dagster_project.sample.qualtrics import HEADER, Submission, half_of, record

OVERLAP = timedelta(days=7)  # every export repeats the last week of the one before
LETTERS = list("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")
IDENTITIES = {
    "reference": 0.815,
    "e-mail only": 0.10,
    "anonymous": 0.055,
    "unknown id": 0.015,
    "unknown e-mail": 0.015,
}
OUT_OF_RANGE = ["11"] * 10 + ["99"] * 6 + ["8.5"] * 3
IMPORTED, OFFLINE = "4", "16"
NOT_REAL = ["preview"] * 26 + ["test"] * 14 + ["spam"] * 21
STATUS = {"preview": "1", "test": "2", "spam": "8"}
PARTIALS = 430
PROGRESS = (12, 40, 55, 70)


class RelationshipExport:
    """Collects rows and planted defects, then writes the files."""

    def __init__(self, commentator: Commentator) -> None:
        self.rng: RandomState = world.stream("relationship")
        self.commentator = commentator
        self.planted: Counter[str] = Counter()
        self.rows: dict[str, list[Submission]] = {}
        self.standing: dict[str, Submission] = {}
        self.opinions: list[Opinion] = []

    def build(self, customers: list[Customer]) -> None:
        """Invent all rows of all files."""
        self.opinions = relational_opinions(customers, self.commentator)
        for opinion in self.opinions:
            self._keep(self._submission(opinion))
        self._second_answers(self.opinions)
        once = [s for s in self.standing.values() if s.score and not _is_exported_twice(s)]
        plain = shuffled(self.rng, once)
        self._odd_scores(plain[:19])
        self._other_statuses(plain[19:59])
        self._quick_repeats([s for s in plain[59:400] if s.is_known][:120])
        self._partials(plain[400 : 400 + PARTIALS])
        self._not_real(plain[1000 : 1000 + len(NOT_REAL)])
        self._impossible_dates(plain[1200:1203])
        self._overlapping_exports()

    def write(self, folder: Folder) -> None:
        """Write one file per half-year, oldest answer first, as the platform sorts them."""
        for half, rows in sorted(self.rows.items()):
            ordered = sorted(rows, key=lambda s: (s.ended, s.response_id))
            path = f"relationship_survey/relationship_{half}.csv"
            folder.write(path, HEADER, [record(s) for s in ordered], Dialect())

    def _submission(self, opinion: Opinion) -> Submission:
        return Submission(
            response_id=self._new_id(),
            customer=opinion.customer,
            identity=pick(self.rng, IDENTITIES),
            ended=opinion.at,
            seconds=int(self.rng.randint(45, 420)),
            score="" if opinion.score is None else str(opinion.score),
            drivers=tuple("" if d is None else str(d) for d in opinion.drivers),
            comment=opinion.comment,
        )

    def _new_id(self) -> str:
        return "R_" + "".join(self.rng.choice(LETTERS, 15))

    def _add(self, row: Submission, half: str = "") -> None:
        self.rows.setdefault(half or row.half, []).append(row)

    def _keep(self, row: Submission) -> None:
        self._add(row)
        self.standing[row.response_id] = row

    def _change(self, old: Submission, new: Submission) -> None:
        rows = self.rows[old.half]
        rows[rows.index(old)] = new
        self.standing[new.response_id] = new

    def _second_answers(self, opinions: list[Opinion]) -> None:
        """Let some customers answer twice in a quarter: both are real, the last of a period counts."""
        for opinion in opinions[::75]:
            at = opinion.at + timedelta(days=int(self.rng.randint(4, 26)), seconds=int(self.rng.randint(3600)))
            left = opinion.customer.churned_on
            if at.date() <= world.LAST_DAY and (left is None or at.date() < left):
                again = give_opinion(self.rng, opinion.customer, at, self.commentator)
                self._keep(self._submission(again))
                self.planted["second answers within a month"] += 1

    def _odd_scores(self, rows: list[Submission]) -> None:
        """Put scores that the scale does not know: they are no answers; the rest of the row stays."""
        for row, score in zip(rows, OUT_OF_RANGE, strict=True):
            self._change(row, replace(row, score=score))
            self.standing[row.response_id] = replace(row, score="")
            self.planted["scores off the scale"] += 1

    def _other_statuses(self, rows: list[Submission]) -> None:
        """Mark some answers as imported and offline, which are real ones."""
        for i, row in enumerate(rows):
            self._change(row, replace(row, status=IMPORTED if i < 30 else OFFLINE))
            self.planted["imported and offline answers"] += 1

    def _quick_repeats(self, rows: list[Submission]) -> None:
        """Repeat answers: within a minute it is one response; later, or with another score, it is two."""
        late, other, doubles = rows[:8], rows[8:14], rows[14:]
        for row in late:
            self._keep(replace(self._again(row, int(self.rng.randint(75, 100))), comment=""))
        for row in other:
            score = str((int(row.score) + 3) % 11)
            self._keep(replace(self._again(row, int(self.rng.randint(4, 60))), score=score, comment=""))
        self.planted["quick repeats that count as two responses"] = len(late + other)
        for k, row in enumerate(doubles):
            self._keep(self._again(row, 60 if k < 6 else int(self.rng.randint(4, 60))))
            del self.standing[row.response_id]
        self.planted["double submissions"] = len(doubles)

    def _again(self, row: Submission, seconds: int) -> Submission:
        return replace(row, response_id=self._new_id(), ended=row.ended + timedelta(seconds=seconds))

    def _partials(self, rows: list[Submission]) -> None:
        """Add answer sheets that were left half-way; some hold a score already."""
        for row in rows:
            answered = int(self.rng.randint(0, 4))
            partial = replace(
                _left_after(row, answered),
                response_id=self._new_id(),
                ended=row.ended + timedelta(minutes=int(self.rng.randint(5, 90))),
            )
            self._add(partial, row.half)
            self.planted["partials"] += 1

    def _not_real(self, rows: list[Submission]) -> None:
        for row, reason in zip(rows, NOT_REAL, strict=True):
            copy = replace(row, response_id=self._new_id(), identity="anonymous", comment="")
            self._add(replace(copy, status=STATUS[reason]))
            self.planted[f"{reason} rows"] += 1

    def _impossible_dates(self, rows: list[Submission]) -> None:
        for row in rows:
            broken = f"{row.ended.year}-02-30 {row.ended:%H:%M:%S}"
            self._add(replace(row, response_id=self._new_id(), impossible_end=broken, comment=""))
            self.planted["rows with an impossible date"] += 1

    def _overlapping_exports(self) -> None:
        """Repeat the last week of a file in the next: most rows as they were, some with other answers."""
        halves = sorted(self.rows)
        for half, following in pairwise(halves):
            border = datetime(int(following[:4]), 1 if following.endswith("1") else 7, 1, tzinfo=world.LOCAL)
            again = [s for s in self.rows[half] if s.half == half and _is_exported_twice(s)]
            soon = border + timedelta(days=6)
            early = [s for s in self.rows[following] if s.ended < soon and s.status == "0"]
            plain = [s for s in again if s.response_id in self.standing and s.score]
            changed, blanked = plain[:9], plain[9:13]
            for row in again:
                self._add(self._next_version(row, border, row in changed, row in blanked), following)
                is_counted = row.progress == 100 and row.status not in STATUS.values()
                self.planted["superseded rows"] += is_counted
            for row in [s for s in early if s == self.standing.get(s.response_id)][:4]:
                before = border - timedelta(hours=int(self.rng.randint(12, 60)))
                self._add(replace(_left_after(row, 2), ended=before), half)
                self.planted["partials finished in the next file"] += 1

    def _next_version(self, row: Submission, border: datetime, changed: bool, blanked: bool) -> Submission:
        later = replace(row, ended=border + timedelta(hours=int(self.rng.randint(9, 120))))
        if changed:
            self.planted["scores changed in the next file"] += 1
            self.standing[row.response_id] = replace(later, score=str((int(row.score) + 4) % 11))
            return self.standing[row.response_id]
        if blanked:
            self.planted["scores blanked in the next file"] += 1
            self.standing[row.response_id] = later  # the earlier score stands, at the later time
            return replace(later, score="")
        self.planted["rows exported twice unchanged"] += 1
        return row


def _is_exported_twice(row: Submission) -> bool:
    """Say whether the row lies in the last week of a file that has another after it."""
    return half_of(row.ended + OVERLAP) != row.half


def _left_after(row: Submission, answered: int) -> Submission:
    """Make the row what it would be, had the customer stopped after so many questions."""
    drivers = tuple(d if k < answered else "" for k, d in enumerate(row.drivers))
    score = row.score if answered else ""
    return replace(row, drivers=drivers, score=score, comment="", progress=PROGRESS[answered])
