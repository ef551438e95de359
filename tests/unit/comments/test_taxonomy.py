"""The two seeds of the taxonomy: what is wrong in them is told with file and line, and their version with a change."""

import hashlib
import re
from pathlib import Path

import pytest
import yaml

from dagster_project.comments.taxonomy import SEEDS, TaxonomyError, read_taxonomy
from dagster_project.settings import PROJECT_ROOT
from tests.unit.comments.library import PATTERNS, THEMES, taxonomy, themes_of, write_seeds

# Version of the taxonomy -> hash of themes.csv and theme_patterns.csv. A new version is a new line; none is changed.
VERSIONS = {
    1: "ee89c18c6499fdf80b013155efa41d2a7c8bb28059a5c6203fdfa9dfb61bc3ac",
}
DRIVERS = (
    "offering", "information", "proactivity", "ease", "collaboration", "value_for_money", "availability",
    "overall_satisfaction",
)  # fmt: skip


def written(folder: Path, themes: str, patterns: str) -> Path:
    (folder / "themes.csv").write_text(themes, encoding="utf-8")
    (folder / "theme_patterns.csv").write_text(patterns, encoding="utf-8")
    return folder


def complaint(folder: Path) -> str:
    with pytest.raises(TaxonomyError) as caught:
        read_taxonomy(folder)
    return str(caught.value)


def test_the_version_of_the_taxonomy_is_counted_up_with_every_change() -> None:
    project = yaml.safe_load((PROJECT_ROOT / "dbt" / "dbt_project.yml").read_text(encoding="utf-8"))
    version = project["vars"]["taxonomy_version"]
    content = b"".join((SEEDS / name).read_bytes() for name in ("themes.csv", "theme_patterns.csv"))
    found = hashlib.sha256(content.replace(b"\r\n", b"\n")).hexdigest()
    assert version == max(VERSIONS)
    assert found == VERSIONS[version], "count up taxonomy_version in dbt_project.yml, and add it here with this hash"


def test_the_taxonomy_of_the_project_has_every_driver_and_patterns_in_both_languages() -> None:
    chosen = read_taxonomy()
    assert {*DRIVERS, "churn_intent", "staff_praise", "delivery", "invoice"} <= set(chosen.expressions)
    lines = [line.split(",")[:2] for line in (SEEDS / "theme_patterns.csv").read_text(encoding="utf-8").splitlines()]
    for theme in chosen.expressions:
        for language in ("sv", "en"):
            assert lines.count([theme, language]) >= 15, (theme, language)


@pytest.mark.parametrize(
    ("text", "theme"),
    [
        ("Vi överväger att byta leverantör", "churn_intent"),
        ("We won\u2019t renew", "churn_intent"),
        ("Fakturan var obegriplig", "invoice"),
        ("The parcel never turned up", "delivery"),
        ("Ni är för dyra", "value_for_money"),
        ("Impossible to get hold of anyone", "availability"),
    ],
)
def test_the_taxonomy_of_the_project_finds_what_customers_write(text: str, theme: str) -> None:
    assert theme in themes_of(read_taxonomy(), text)


def test_a_text_can_have_several_themes_in_the_order_of_the_seed(tmp_path: Path) -> None:
    chosen = taxonomy(tmp_path, ("price", "pris*"), ("delivery", "leverans*"))
    assert themes_of(chosen, "Leveransen var sen och priset högt") == ["price", "delivery"]


@pytest.mark.parametrize(
    ("themes", "patterns", "where"),
    [
        ("price,1,,a,b,false\n", "prize,en,price\n", "theme_patterns.csv, line 2: there is no theme 'prize'"),
        ("price,1,,a,b,false\n", "price,en,price\nprice,en,\n", "theme_patterns.csv, line 3: the pattern is empty"),
        ("price,1,,a,b,false\n", "price,en,pri[ce\n", "theme_patterns.csv, line 2: the pattern has [ in it"),
        ("price,1,,a,b,false\n", "price,english,price\n", "theme_patterns.csv, line 2: the language is 'english'"),
        ("price,1,,a,b,false\n", "price,en\n", "theme_patterns.csv, line 2: the line has not 3 values"),
        ("price,1,,a,b,false\n", "price,en,a,b\n", "theme_patterns.csv, line 2: the line has not 3 values"),
        ("x'); drop table y,1,,a,b,false\n", "", "themes.csv, line 2: the theme is 'x'); drop table y'"),
        ("a,1,,a,b,false\na,2,,a,b,false\n", "a,en,price\n", "themes.csv, line 3: the theme 'a' is already on line 2"),
        ("a,1,,a,b,false\nb,2,,a,b,false\n", "a,en,price\n", "themes.csv, line 3: the theme 'b' has no pattern"),
    ],
)
def test_what_is_wrong_is_told_with_file_and_line(tmp_path: Path, themes: str, patterns: str, where: str) -> None:
    assert complaint(written(tmp_path, THEMES + themes, PATTERNS + patterns)).startswith(where)


def test_a_file_that_is_no_csv_of_ours_is_told_apart(tmp_path: Path) -> None:
    assert "themes.csv: cannot be read" in complaint(tmp_path)
    write_seeds(tmp_path, [("price", "price")])
    (tmp_path / "theme_patterns.csv").write_bytes("theme,language,pattern\nprice,sv,dyrt på\n".encode("latin-1"))
    assert "is not UTF-8" in complaint(tmp_path)
    (tmp_path / "theme_patterns.csv").write_text("theme;language;pattern\nprice;sv;dyrt\n", encoding="utf-8")
    assert "line 1: there is no column 'theme'; part the columns with commas" in complaint(tmp_path)


def test_a_file_saved_by_a_spreadsheet_is_read(tmp_path: Path) -> None:
    write_seeds(tmp_path, [("price", "price")])
    text = (tmp_path / "theme_patterns.csv").read_text(encoding="utf-8").replace("\n", "\r\n")
    (tmp_path / "theme_patterns.csv").write_text("\ufeff" + text, encoding="utf-8", newline="")
    assert themes_of(read_taxonomy(tmp_path), "The price!") == ["price"]


def test_the_fingerprint_changes_with_the_patterns_alone(tmp_path: Path) -> None:
    first = taxonomy(tmp_path / "a", ("price", "price"), ("price", "cost*"))
    shuffled = taxonomy(tmp_path / "b", ("price", "cost*"), ("price", "price"))
    more = taxonomy(tmp_path / "c", ("price", "cost*"), ("price", "price"), ("price", "fee"))
    assert first.fingerprint == shuffled.fingerprint
    assert first.fingerprint != more.fingerprint
    assert re.fullmatch("[0-9a-f]{64}", first.fingerprint)
