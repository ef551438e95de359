"""Keyed hashes of identities: looked up or computed, the result is the same, and nothing of them stays."""

import hashlib
import hmac

import pytest

from dagster_project.ingest import identities
from dagster_project.ingest.identities import repeat_often
from tests.unit.workbench import KEY, Workbench, csv, survey_yaml

RESPONSE = """{id: {column: id}, submitted_at: {column: at},
    customer: {coalesce: [{column: customer}, {column: address, hash: true}]}}"""


def keyed(text: str) -> str:
    return hmac.new(KEY.encode(), text.encode(), hashlib.sha256).hexdigest()[:32]


@pytest.mark.parametrize("sample", [1, 1000])
def test_a_customer_has_one_hash_whether_looked_up_or_computed(
    bench: Workbench, monkeypatch: pytest.MonkeyPatch, sample: int
) -> None:
    monkeypatch.setattr(identities, "SAMPLE", sample)
    rows = [
        f"{n},2025-01-01,9,{'K' + str(n % 3) if n % 2 else ''},{'A@X.org' if n % 4 == 0 else ''}" for n in range(40)
    ]
    bench.run(survey_yaml(response=RESPONSE), {"a.csv": csv("id,at,score,customer,address", *rows)})
    for row in bench.rows():
        number = int(row["submission_id"])
        assert row["customer_key"] == (keyed(f"K{number % 3}") if number % 2 else None)
        assert row["customer_email_hash"] == (keyed("a@x.org") if number % 4 == 0 else None)


def test_no_identity_stays_in_the_session(bench: Workbench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(identities, "SAMPLE", 1)
    rows = [f"{n},2025-01-01,9,K{n % 2}," for n in range(40)]
    bench.run(survey_yaml(response=RESPONSE), {"a.csv": csv("id,at,score,customer,address", *rows)})
    assert bench.query("select table_name from duckdb_tables() where temporary") == []


@pytest.mark.parametrize(("distinct", "expected"), [(100, True), (2_000, True), (100_000, False), (40_000, False)])
def test_a_sample_tells_whether_identities_return(bench: Workbench, distinct: int, expected: bool) -> None:
    rows = f"select 'K' || hash(i) % {distinct} as t0 from range(60000) as numbers(i)"
    assert repeat_often(bench.connection, rows, ["t0"], 60_000) is expected


def test_identities_that_are_all_missing_are_not_looked_up(bench: Workbench) -> None:
    rows = "select cast(null as varchar) as t0 from range(60000)"
    assert repeat_often(bench.connection, rows, ["t0"], 60_000) is False
