"""The command line: `python -m dagster_project.sample [--out data/raw]`."""

import argparse
import json
from collections import Counter
from pathlib import Path

from dagster_project.sample import truth, world
from dagster_project.sample.comments import Commentator
from dagster_project.sample.crm import CrmExport
from dagster_project.sample.customers import make_customers
from dagster_project.sample.files import Folder
from dagster_project.sample.follow_ups import FollowUpExport
from dagster_project.sample.initiatives import write_benchmarks, write_initiatives
from dagster_project.sample.invitations import InvitationExport, of_feedback, of_submission
from dagster_project.sample.mentions import MentionExport
from dagster_project.sample.relationship import RelationshipExport
from dagster_project.sample.revenue import RevenueExport
from dagster_project.sample.tickets import TicketExport
from dagster_project.sample.touchpoints import TouchpointExport
from dagster_project.sample.web import WebExport


def write_sample(root: Path) -> Path:
    """Write all exports under the folder and the truth beside it; returns the truth's path."""
    folder = Folder(root)
    customers = make_customers()
    relationship = RelationshipExport(Commentator(world.stream("relationship comments")))
    relationship.build(customers)
    touchpoints = TouchpointExport(Commentator(world.stream("touchpoint comments")))
    touchpoints.build(customers)
    revenue = RevenueExport()
    revenue.build(customers, touchpoints.bad_purchases())
    tickets = TicketExport()
    tickets.build(customers)
    invitations = InvitationExport()
    answers = [of_submission(s) for s in relationship.standing.values()]
    invitations.build(customers, [*answers, *(of_feedback(f) for f in touchpoints.standing.values())])
    follow_ups = FollowUpExport()
    follow_ups.build(list(relationship.standing.values()))
    mentions, web = MentionExport(), WebExport()
    mentions.build()
    web.build()
    crm = CrmExport()
    crm.write_customers(folder, customers)
    crm.write_acquisition_costs(folder, customers)
    write_initiatives(folder)
    write_benchmarks(folder)
    for export in (relationship, touchpoints, revenue, tickets, invitations, follow_ups, mentions, web):
        export.write(folder)
    document = {
        "parameters": truth.parameters(),
        "planted": {
            "relationship_survey": _sorted(relationship.planted + relationship.commentator.planted),
            "touchpoint_survey": _sorted(touchpoints.planted + touchpoints.commentator.planted),
            "crm_customers": _sorted(crm.planted),
            "erp_revenue": _sorted(revenue.planted),
            "support_tickets": _sorted(tickets.planted),
            "survey_invitations": _sorted(invitations.planted),
            "crm_follow_ups": _sorted(follow_ups.planted),
            "brand_mentions": _sorted(mentions.planted),
        },
        "customers": len(customers),
        "customers_active_on_the_last_day": sum(c.churned_on is None for c in customers),
        "relationship_survey": truth.relationship(relationship.standing.values()),
        "touchpoint_survey": truth.touchpoints(touchpoints.standing.values()),
        "support_tickets": truth.tickets(tickets.rated()),
        "survey_invitations": invitations.truth(),
        "brand_mentions": mentions.truth(),
        "web": web.truth(),
        "initiatives": truth.initiatives(customers, relationship.opinions, revenue.bookings),
        "files": dict(sorted(folder.ledger.items())),
    }
    path = root.parent / "sample_truth.json"
    path.write_text(json.dumps(document, indent=2, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n")
    return path


def _sorted(counts: Counter[str]) -> dict[str, int]:
    return dict(sorted(counts.items()))


def main() -> None:
    """Parse the arguments, write, and say what was written."""
    parser = argparse.ArgumentParser(prog="python -m dagster_project.sample", description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("data/raw"), help="the folder of raw exports")
    root: Path = parser.parse_args().out
    written = write_sample(root)
    files = json.loads(written.read_text(encoding="utf-8"))["files"]
    size = sum(entry["bytes"] for entry in files.values()) / 1e6
    records = sum(entry["records"] for entry in files.values())
    print(f"{len(files)} files, {records} records, {size:.1f} MB under {root}")


if __name__ == "__main__":
    main()
