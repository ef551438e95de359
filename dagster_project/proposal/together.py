"""The scored questions of a survey seen together: what one of them is taken for because of the others.

The wording of one question alone is judged in `metrics`, its answers in `scales`.
"""

from dataclasses import dataclass, replace

from dagster_project.proposal.columns import Content, named
from dagster_project.proposal.metrics import area_of, by_wording
from dagster_project.proposal.scales import Scored, scored
from dagster_project.proposal.wording import QUESTIONS, is_one_of, label

SCORES = ("nps", "csat", "ces", "driver")
NO_SCORE = "decide: NO QUESTION IS SCORED, so no nps, csat or ces comes of it; write the question that holds the score"


@dataclass(frozen=True)
class Asked:
    """A column that is a question, with the metric that its wording tells."""

    content: Content
    metric: str
    why: str
    answers: Scored | None = None
    driver: str | None = None


def zero_to_ten(scores: list[Asked]) -> list[Asked]:
    """Where nobody is asked to recommend, the first rating on 0-10 may be meant as NPS: a person decides."""
    if any(one.metric == "nps" for one in scores):
        return scores
    for place, one in enumerate(scores):
        if one.metric in ("csat", "other") and one.answers and one.answers.scale == {"min": 0, "max": 10}:
            why = "decide: a rating on 0-10 that does not say recommend; if it is not NPS: csat"
            answers = Scored(one.answers.scale, one.answers.labels, one.answers.missing)
            return [*scores[:place], Asked(one.content, "nps", why, answers), *scores[place + 1 :]]
    return scores


def effort_apart(scores: list[Asked], batteries: set[str]) -> list[Asked]:
    """Beside a question that asks about effort by itself, an item of a battery is about the area ease.

    What is left of several is pooled into one score, which a person is asked about.
    """
    efforts = [one for one in scores if one.metric == "ces"]
    items = [one for one in efforts if one.content.stem_and_item[0] in batteries and one.content.stem_and_item[1]]
    if len(items) == len(efforts):
        items = []
    left = len(efforts) - len(items)
    return [_settled(one, is_item=any(one is item for item in items), efforts=left) for one in scores]


def _settled(one: Asked, *, is_item: bool, efforts: int) -> Asked:
    if is_item:
        item = one.content.stem_and_item[1]
        return replace(one, metric="driver", why=f"one of a battery, about '{item}'", driver=area_of(item) or "ease")
    if one.metric == "ces" and efforts > 1:
        pooled = f"decide: {efforts} CES questions are pooled into one score; is one of them a driver or other?"
        return replace(one, why=f"{pooled} it {one.why}")
    return one


def bare_scores(columns: list[Content], beside: list[Content]) -> list[Asked]:
    """Columns whose heading says nothing but score: a column beside tells of what, else a person is asked."""
    kind = score_kind(beside)
    found = []
    for content in columns:
        if not content.texts or not is_bare(content):
            continue
        metric, why = (kind.metric, kind.why) if kind else _assumed(content)
        answers = scored(content.counts, content.wording, metric)
        if answers is not None:
            if kind and metric == "nps":
                answers = replace(answers, why={})  # the scale of a score that is called NPS is no question
            found.append(Asked(content, metric, why, answers))
    return found


def is_bare(content: Content) -> bool:
    """Whether a heading says nothing but score."""
    return any(is_one_of(text, QUESTIONS["bare_scores"]) for text in content.names)


@dataclass(frozen=True)
class ScoreKind:
    """What a column such as survey_type says of the scores: their metric, and the texts of rows with another."""

    content: Content
    metric: str
    others: list[str]

    @property
    def why(self) -> str:
        """The remark beside the metric."""
        if self.others:
            return f"decide: {self.content.name} holds {', '.join(self.others)} too, each for a source of its own"
        return f"{self.content.name} says '{self.metric}'"


def score_kind(columns: list[Content]) -> ScoreKind | None:
    """The most frequent metric that a column of kinds says, None where there is no such column."""
    known = QUESTIONS["score_kinds"]
    for content in named(columns, known["headings"]):
        totals = {
            metric: sum(count for text, count in content.counts.items() if label(text) in known[metric])
            for metric in ("nps", "csat", "ces")
        }
        metric = max(totals, key=lambda one: totals[one])
        if totals[metric]:
            return ScoreKind(content, metric, sorted(t for t in content.counts if label(t) not in known[metric]))
    return None


def _assumed(content: Content) -> tuple[str, str]:
    by_name = by_wording(content, "", has_areas=False)[0]
    if by_name in ("nps", "csat", "ces"):
        return by_name, f"its heading says '{content.name}'"
    return "csat", f"decide: its heading says only '{content.name}'; csat, ces or other?"
