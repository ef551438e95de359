"""Which file belongs to which source, and which to none."""

import os

import pytest

from dagster_project.ingest.files import unclaimed_files
from dagster_project.ingest.inventory import write_unclaimed
from tests.unit.workbench import Workbench, csv, survey_yaml

GOOD = csv("id,at,score", "1,2025-01-01,9")
OTHER = csv("id,at,score", "2,2025-01-01,9")


def strays(bench: Workbench) -> dict[str, str]:
    return {one.path: one.reason for one in unclaimed_files(bench.specs(), bench.settings.raw_dir)}


def test_a_source_reads_the_folder_of_its_name(bench: Workbench) -> None:
    assert bench.run(survey_yaml(), {"a.csv": GOOD, "b.csv": OTHER}).loaded == ["pulse/a.csv", "pulse/b.csv"]


def test_a_missing_folder_is_no_file_and_no_fault(bench: Workbench) -> None:
    bench.declare(survey_yaml())
    result = bench.load()
    assert (result.loaded, result.refused) == ([], {})
    assert strays(bench) == {}


@pytest.mark.parametrize("name", ["README.md", "readme.csv", ".hidden.csv", "~$a.xlsx", "LICENSE", "license.txt"])
def test_notes_and_hidden_files_are_nobody_s_business(bench: Workbench, name: str) -> None:
    result = bench.run(survey_yaml(), {"a.csv": GOOD, name: "a note"})
    assert (result.loaded, result.refused) == (["pulse/a.csv"], {})
    assert strays(bench) == {}


def test_a_pattern_claims_files_in_any_case_and_the_rest_are_stray(bench: Workbench) -> None:
    result = bench.run(survey_yaml(more="match: {path: 'export*.CSV'}"), {"Export1.csv": GOOD, "other.csv": OTHER})
    assert result.loaded == ["pulse/Export1.csv"]
    assert strays(bench) == {"pulse/other.csv": "no source of its folder reads it"}


def test_two_sources_on_one_folder_are_told_apart_by_their_fingerprints(bench: Workbench) -> None:
    for source, mark in (("one", "alpha"), ("two", "beta")):
        bench.declare(
            survey_yaml(source=source, more=f"folder: both\nmatch: {{path: '*.csv', header_contains: [{mark}]}}")
        )
    bench.drop(
        {
            "a.csv": csv("id,at,score,alpha", "1,2025-01-01,9,"),
            "b.csv": csv("id,at,score,Beta ", "2,2025-01-01,9,"),
            "c.csv": csv("id,at,score", "3,2025-01-01,9"),
            "d.csv": b"",
        },
        "both",
    )
    one, two = bench.load("one"), bench.load("two")
    assert (one.loaded, two.loaded) == (["both/a.csv"], ["both/b.csv"])
    assert set(one.refused) == set(two.refused) == {"both/c.csv", "both/d.csv"}
    assert one.refused["both/c.csv"].startswith("its header does not hold 'alpha'")
    assert strays(bench) == {}


def test_two_sources_may_read_the_same_file(bench: Workbench) -> None:
    bench.declare(survey_yaml(source="one", more="folder: both"))
    bench.declare(survey_yaml(source="two", more="folder: both"))
    bench.drop({"a.csv": GOOD}, "both")
    assert bench.load("one").loaded == bench.load("two").loaded == ["both/a.csv"]


def test_a_file_without_the_fingerprint_is_refused_with_the_text_that_it_lacks(bench: Workbench) -> None:
    more = "match: {header_contains: [score, Response Id]}"
    result = bench.run(
        survey_yaml(more=more), {"a.csv": GOOD, "b.csv": csv("id,at,score,response id", "1,2025-01-01,9,")}
    )
    assert result.loaded == ["pulse/b.csv"]
    (said,) = result.refused.values()
    assert said.startswith("its header does not hold 'Response Id'; ")


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("a.pdf", "'.pdf' is no known kind of file; declare file.format, or remove the file"),
        ("a", "'a' is no known kind of file; declare file.format, or remove the file"),
        ("a.csv.zip", "zip archives are not read; unpack it, or pack it with gzip or zstd"),
        ("a.csv.gz.zst", "it is packed twice; unpack it once"),
        ("a.tar.gz", "'.tar' is no known kind of file; declare file.format, or remove the file"),
        ("a.xls", "xls workbooks are not read; save it as xlsx or csv"),
    ],
)
def test_a_file_of_an_unknown_kind_is_refused_and_the_others_load(bench: Workbench, name: str, reason: str) -> None:
    result = bench.run(survey_yaml(), {name: GOOD, "z.csv": GOOD})
    assert result.refused == {f"pulse/{name}": reason}
    assert result.loaded == ["pulse/z.csv"]


@pytest.mark.parametrize("name", ["a.CSV", "a.txt", "a.data"])
def test_the_kind_of_a_file_may_be_declared_or_follow_from_its_suffix(bench: Workbench, name: str) -> None:
    file = "{format: csv}" if name == "a.data" else "{}"
    assert bench.run(survey_yaml(file=file), {name: GOOD}).loaded == [f"pulse/{name}"]


def test_a_tab_separated_file_is_known_by_its_suffix(bench: Workbench) -> None:
    bench.run(survey_yaml(), {"a.tsv": GOOD.replace(",", "\t")})
    assert bench.values("s_recommend") == [9]


def test_several_delimiters_are_chosen_from_file_by_file(bench: Workbench) -> None:
    bench.run(survey_yaml(file='{delimiter: [";", ","]}'), {"a.csv": GOOD.replace(",", ";"), "b.csv": OTHER})
    assert sorted(bench.values("submission_id")) == ["1", "2"]


def test_a_folder_where_a_file_should_be_is_refused(bench: Workbench) -> None:
    bench.drop({"a.csv/deep.csv": GOOD})
    result = bench.run(survey_yaml(), {"b.csv": OTHER})
    assert result.refused == {"pulse/a.csv": "a folder lies where a file should be; move its files up, or remove it"}
    assert result.loaded == ["pulse/b.csv"]


def test_what_cannot_be_read_or_never_ends_is_refused(bench: Workbench) -> None:
    bench.drop({"b.csv": OTHER})
    bench.path("gone.csv").symlink_to(bench.folder / "nowhere")
    os.mkfifo(bench.path("pipe.csv"))
    bench.declare(survey_yaml())
    result = bench.load()
    assert result.loaded == ["pulse/b.csv"]
    assert result.refused == {
        "pulse/gone.csv": "cannot be read (no such file or directory); check the file and its permissions",
        "pulse/pipe.csv": "it is no regular file; remove it",
    }


@pytest.mark.skipif(os.geteuid() == 0, reason="the administrator may read everything")
def test_a_file_without_permission_is_refused(bench: Workbench) -> None:
    bench.drop({"a.csv": GOOD})
    bench.path("a.csv").chmod(0)
    assert list(bench.run(survey_yaml(), {}).refused.values()) == [
        "cannot be read (permission denied); check the file and its permissions"
    ]


HOSTILE = [
    *(
        "a'b.csv",
        'q"x.csv',
        "glob*[a]?.csv",
        "[a-z].csv",
        "a].csv",
        "semi;colon--.csv",
        "åäö 日本.csv",
        "new\nline.csv",
    ),
    *("{brace}.csv", "percent%20.csv", "back\\slash.csv", "$HOME.csv", "-flag.csv", "'; drop table x; --.csv"),
]


def test_hostile_names_of_files_are_names_and_nothing_else(bench: Workbench) -> None:
    files = {name: csv("id,at,score", f"{number},2025-01-01,9") for number, name in enumerate(HOSTILE)}
    result = bench.run(survey_yaml(), {**files, "glob1a2.csv": csv("id,at,score", "other,2025-01-01,9")})
    assert result.refused == {}
    by_file = bench.query("""select file_path, submission_id from raw.ingested_files
        join sources.pulse using (file_id) order by all""")
    expected = {f"pulse/{name}": str(number) for number, name in enumerate(HOSTILE)} | {"pulse/glob1a2.csv": "other"}
    assert {row["file_path"]: row["submission_id"] for row in by_file} == expected


def test_a_name_that_is_not_utf_8_is_refused_and_the_others_load(bench: Workbench) -> None:
    bench.drop({"a.csv": GOOD})
    bench.drop({os.fsdecode(b"\xe5.csv"): OTHER})
    bench.declare(survey_yaml())
    result = bench.load()
    assert result.loaded == ["pulse/a.csv"]
    assert result.refused == {"pulse/?.csv": "its name is not written in UTF-8; rename it"}


def test_what_lies_outside_every_source_is_told_with_what_to_do(bench: Workbench) -> None:
    bench.declare(survey_yaml())
    bench.drop({"x.csv": "x"}, "stray")
    bench.drop({"README.md": "x"}, "only_notes")
    bench.drop({"loose.csv": "x", "README.md": "x"}, "")
    (bench.settings.raw_dir / "empty").mkdir()
    found = {one.path: (one.reason, one.remedy) for one in unclaimed_files(bench.specs(), bench.settings.raw_dir)}
    assert found == {
        "loose.csv": ("lies outside every source's folder", "move it into the folder of its source"),
        "stray/": ("no source reads this folder", "add defs/sources/stray/defs.yaml, or remove it"),
    }


def test_a_folder_within_a_folder_is_its_source_s_alone(bench: Workbench) -> None:
    bench.declare(survey_yaml(source="deep", more="folder: house/room"))
    bench.declare(survey_yaml(source="house"))
    bench.drop({"a.csv": GOOD}, "house/room")
    bench.drop({"b.csv": OTHER}, "house")
    assert bench.load("deep").loaded == ["house/room/a.csv"]
    assert bench.load("house").loaded == ["house/b.csv"]
    assert bench.load("house").refused == {}
    assert strays(bench) == {}


def test_what_lies_beside_a_nested_folder_is_stray(bench: Workbench) -> None:
    bench.declare(survey_yaml(source="deep", more="folder: house/room"))
    bench.drop({"a.csv": GOOD}, "house/room")
    bench.drop({"b.csv": OTHER}, "house/other")
    bench.drop({"c.csv": OTHER}, "house")
    assert strays(bench) == {
        "house/c.csv": "lies outside every source's folder",
        "house/other/": "no source reads this folder",
    }


def test_no_raw_folder_has_no_strays(bench: Workbench) -> None:
    assert strays(bench) == {}


def test_the_table_of_strays_is_that_of_the_last_look(bench: Workbench) -> None:
    bench.drop({"x.csv": "x"}, "stray")
    for _ in range(2):
        write_unclaimed(bench.connection, unclaimed_files([], bench.settings.raw_dir))
    assert [row["file_path"] for row in bench.query("select * from raw.unclaimed_files")] == ["stray/"]
    write_unclaimed(bench.connection, [])
    assert bench.query("select * from raw.unclaimed_files") == []


@pytest.mark.parametrize("start", ["<!DOCTYPE html>\n<html>", "\ufeff\n <HTML lang='sv'>"])
def test_a_web_page_that_was_saved_in_place_of_an_export_is_called_one(bench: Workbench, start: str) -> None:
    result = bench.run(survey_yaml(), {"a.csv": f"{start}\n<body>a;b;c</body></html>\n"})
    assert list(result.refused.values()) == ["it is a web page, such as that of a login; export it again, logged in"]
