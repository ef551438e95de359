"""Ids of records and keyed hashes of people."""

import hashlib
import hmac

import pytest

from tests.unit.workbench import KEY, Workbench, csv, survey_yaml

AT = "submitted_at: {value: '2025-01-01'}"


def keyed(text: str, key: str = KEY) -> str:
    """Python's own HMAC, as the design says."""
    return hmac.new(key.encode(), text.encode(), hashlib.sha256).hexdigest()[:32]


def read(bench: Workbench, response: str, lines: list[str], header: str = "id,a,b,score") -> None:
    bench.run(survey_yaml(response=f"{{{AT}, {response}}}"), {"a.csv": csv(header, *lines)})


def test_an_id_is_a_column_s_trimmed_text(bench: Workbench) -> None:
    read(bench, "id: {column: id}", [" R_1 ,,,9", "007,,,9"])
    assert bench.values("submission_id") == ["R_1", "007"]


def test_a_row_number_is_an_id_with_the_file_s_identity(bench: Workbench) -> None:
    read(bench, "id: {row_number: true}", [",,,9", ",,,9"])
    (entry,) = bench.ledger()
    assert bench.values("submission_id") == [f"{entry['file_id']}-2", f"{entry['file_id']}-3"]


def test_the_usual_id_is_the_row_number(bench: Workbench) -> None:
    read(bench, "channel: {value: web}", [",,,9"])
    assert bench.values("submission_id")[0].endswith("-2")


def test_a_hash_of_columns_is_an_id_and_twins_are_numbered(bench: Workbench) -> None:
    read(bench, "id: {hash_of: [a, b]}", [",x,y,1", ",x,y,2", ",x,z,3", ",x,y,4"])
    first, second, other, third = bench.values("submission_id")
    assert (second, third) == (f"{first}-2", f"{first}-3")
    assert other != first
    assert len(first) == 32


def test_a_hash_tells_blank_columns_apart(bench: Workbench) -> None:
    read(bench, "id: {hash_of: [a, b]}", [",x,,1", ",,x,2", ",,,3"])
    assert len(set(bench.values("submission_id"))) == 3


def test_the_same_content_has_the_same_hash_in_another_file(bench: Workbench) -> None:
    read(bench, "id: {hash_of: [a, b]}", [",x,y,1"])
    before = bench.values("submission_id")
    bench.drop({"a.csv": csv("score,b,a,id", "1,y,x,", "2,p,q,")})
    bench.load()
    assert bench.values("submission_id")[:1] == before


CUSTOMER = "id: {row_number: true}, customer: {coalesce: [{column: a}, {column: b, hash: true}]}"


@pytest.mark.parametrize(
    ("cells", "key", "email"),
    [
        ("C1,x@y.se", keyed("C1"), None),
        (" C1 ,", keyed("C1"), None),
        (",Anna@X.se ", None, keyed("anna@x.se")),
        ("åäö,", keyed("åäö"), None),
        (",", None, None),
    ],
)
def test_a_customer_is_the_keyed_hash_of_the_first_that_is_filled(
    bench: Workbench, cells: str, key: str | None, email: str | None
) -> None:
    read(bench, CUSTOMER, [f"1,{cells},9"])
    assert bench.values("customer_key") == [key]
    assert bench.values("customer_email_hash") == [email]


@pytest.mark.parametrize("key", ["k", "x" * 64, "y" * 65, "ключ"])
def test_the_hash_is_python_s_hmac_whatever_the_key(
    bench: Workbench, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    monkeypatch.setenv("CX_HASH_KEY", key)
    read(bench, CUSTOMER, ["1,C1,,9"])
    assert bench.values("customer_key") == [keyed("C1", key)]


def test_a_code_for_nobody_is_nobody(bench: Workbench) -> None:
    read(bench, "customer: {column: a, missing: {anonymous: none}}", [",Anonymous,,9", ",C1,,9"])
    assert bench.values("customer_key") == [None, keyed("C1")]


def test_neither_the_key_nor_an_id_reaches_the_warehouse_s_file(bench: Workbench) -> None:
    read(bench, CUSTOMER, ["1,Kund-4711,anna@x.se,9"])
    bench.connection.execute("checkpoint")
    content = bench.settings.warehouse.read_bytes()
    assert keyed("Kund-4711").encode() in content
    assert not [text for text in (KEY, "Kund-4711", "anna@x.se") if text.encode() in content]
