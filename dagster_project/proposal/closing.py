"""The last lines of the command: what the YAML leaves to a person, and what to do next, if the file is fit for it.

Only texts; nothing is read or written here.
"""

from rich.markup import escape

from dagster_project.proposal.preview import Preview
from dagster_project.proposal.proposal import Proposal


def closing(proposal: Proposal, shown: Preview, usual_zone: str, target: str | None) -> list[str]:
    """The lines, marked up. `target`: the folder that the file is to be put into, None where it lies there."""
    lines = []
    if proposal.is_zone_open:
        lines.append(
            f"time zone: the export does not say in which zone its times are; until defs.yaml has timezone, "
            f"{usual_zone} is taken"
        )
    for what, numbers in _decisions(proposal.text).items():
        where = f"line {numbers[0]}" if len(numbers) == 1 else f"lines {', '.join(map(str, numbers))}"
        said = escape(f"decide, {where}: {what}")
        lines.append(f"[bold red]{said}[/]" if "NO QUESTION IS SCORED" in what else said)
    if unfit := _unfit(shown):
        return [*lines, f"[bold red]not ready[/]: {escape(unfit)}"]
    return lines if target is None else [*lines, f"put the file into {escape(target)}/, then make run"]


def _unfit(shown: Preview) -> str | None:
    """Why a run would publish nothing of such a file, and what to decide; None where it would."""
    read, loaded, rejected = (shown.counts[name] for name in ("read", "loaded", "rejected"))
    share = shown.spec.thresholds.max_rejected_share
    if loaded and rejected <= share * read:
        return None
    if not rejected:
        why = f"none of its {read:,d} rows would be loaded"
        return f"{why}; decide first whether drop_rows or exclude fit it" if read else f"{why}: it has no records"
    why = f"{rejected:,d} of {read:,d} rows would be rejected, and max_rejected_share allows {share:.1%}"
    asked = "which rows are records"
    for column, reason, _, _ in shown.reasons[:1]:
        asked = f"what to do about '{reason}'" if column == "(row)" else f"how column {column} is to be read ({reason})"
    return f"{why}; decide first {asked}, and say it in defs.yaml: docs/sources.md"


def _decisions(text: str) -> dict[str, list[int]]:
    """What the YAML leaves to a person, with the lines: the remark beside a key, or above it."""
    found: dict[str, list[int]] = {}
    lines = text.splitlines()
    for number, line in enumerate(lines):
        before, mark, remark = line.partition("# decide: ")
        if not mark:
            continue
        at = number
        while not before.strip() and lines[at].lstrip().startswith("#"):
            at += 1
            remark += "" if not lines[at].lstrip().startswith("#") else " " + lines[at].lstrip("# ")
        key = lines[at].strip(" #").removeprefix("- ").split(":")[0]
        found.setdefault(f"{key}: {remark}", []).append(at + 1)
    return found
