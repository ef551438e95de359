"""Packed files: unpacked in pieces, refused where they are cut off, damaged or grow beyond all measure."""

import gzip
from pathlib import Path

import pytest
import zstandard

from dagster_project.ingest import unpacking
from dagster_project.ingest.opening import identify
from dagster_project.ingest.refusal import RefusedFile
from dagster_project.ingest.unpacking import unpack
from tests.unit.ingest.exports import packed
from tests.unit.workbench import Workbench, csv, survey_yaml

LINES = csv("id,at,score", *(f"r{number},2025-01-01,{number % 11}" for number in range(5000))).encode()
SUFFIXES = ["gz", "zst"]


def unpacked(folder: Path, content: bytes, suffix: str) -> bytes:
    path = folder / f"a.csv.{suffix}"
    path.write_bytes(content)
    return unpack(path, folder / "copy").read_bytes()


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_what_was_packed_comes_out(tmp_path: Path, suffix: str) -> None:
    assert unpacked(tmp_path, packed(LINES, suffix), suffix) == LINES


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_several_members_stand_one_below_the_other(tmp_path: Path, suffix: str) -> None:
    content = packed(LINES, suffix) + packed(b"", suffix) + packed(LINES, suffix)
    assert unpacked(tmp_path, content, suffix) == LINES * 2


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_packed_file_that_is_cut_off_is_refused(tmp_path: Path, suffix: str) -> None:
    content = packed(LINES, suffix)
    for length in (8, 20, len(content) // 2, len(content) - 1):
        with pytest.raises(RefusedFile, match="the packed file is cut off; transfer or export it again"):
            unpacked(tmp_path, content[:length], suffix)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_packed_file_that_is_damaged_is_refused(tmp_path: Path, suffix: str) -> None:
    if suffix == "zst":
        content = bytearray(zstandard.ZstdCompressor(write_checksum=True).compress(LINES))
    else:
        content = bytearray(packed(LINES, suffix))
    for place in (0, len(content) // 2, len(content) - 5 if suffix == "gz" else len(content) - 2):
        broken = content.copy()
        broken[place] ^= 0xFF
        with pytest.raises(RefusedFile, match=r"the packed file is (damaged|cut off)"):
            unpacked(tmp_path, bytes(broken), suffix)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_what_follows_the_packed_content_is_not_passed_over(tmp_path: Path, suffix: str) -> None:
    with pytest.raises(RefusedFile, match="the packed file is damaged"):
        unpacked(tmp_path, packed(LINES, suffix) + b"something else", suffix)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_file_that_grows_beyond_all_measure_is_refused_before_it_is_written(tmp_path: Path, suffix: str) -> None:
    content = packed(b"\0" * (200 << 20), suffix)
    with pytest.raises(RefusedFile, match="it grows to more than 200 times its size"):
        unpacked(tmp_path, content, suffix)
    assert (tmp_path / "copy").stat().st_size <= unpacking.ALWAYS_ALLOWED


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_small_file_may_grow_as_it_likes(tmp_path: Path, suffix: str) -> None:
    assert len(unpacked(tmp_path, packed(b"a" * (1 << 20), suffix), suffix)) == 1 << 20


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_nothing_is_unpacked_onto_a_full_disk(tmp_path: Path, suffix: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacking, "LEAST_FREE", 1 << 60)
    monkeypatch.setattr(unpacking, "LEAST_FREE_SHARE", 1.0)
    with pytest.raises(RefusedFile, match="the disk has no room for what is in it"):
        unpacked(tmp_path, packed(LINES, suffix), suffix)


def test_a_window_that_takes_too_much_memory_is_refused(tmp_path: Path) -> None:
    parameters = zstandard.ZstdCompressionParameters(window_log=30, compression_level=1)
    compressor = zstandard.ZstdCompressor(compression_params=parameters).compressobj()
    with pytest.raises(RefusedFile, match="the packed file is damaged"):
        unpacked(tmp_path, compressor.compress(LINES) + compressor.flush(), "zst")


def test_a_frame_that_is_to_be_skipped_is_skipped(tmp_path: Path) -> None:
    skippable = b"\x50\x2a\x4d\x18\x04\x00\x00\x00note"
    assert unpacked(tmp_path, skippable + packed(LINES, "zst"), "zst") == LINES


def test_a_file_is_identified_as_it_lies_on_the_disk(bench: Workbench) -> None:
    bench.run(survey_yaml(), {"a.csv.gz": packed(LINES, "gz")})
    (entry,) = bench.ledger()
    identity = identify(bench.path("a.csv.gz"))
    assert (entry["sha256"], entry["size_bytes"]) == (identity.sha256, identity.size_bytes)
    assert (entry["rows_read"], entry["rows_loaded"]) == (5000, 5000)


def test_a_packed_file_may_have_any_encoding(bench: Workbench) -> None:
    content = gzip.compress("id,at,score\nåäö,2025-01-01,9\n".encode("utf-16"))
    bench.run(survey_yaml(), {"a.csv.gz": content})
    assert (bench.values("submission_id"), bench.ledger()[0]["encoding"]) == (["åäö"], "utf-16")


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_an_empty_packed_file_is_refused(bench: Workbench, suffix: str) -> None:
    result = bench.run(survey_yaml(), {f"a.csv.{suffix}": packed(b"", suffix)})
    assert list(result.refused.values()) == ["the file is empty; export it again, or remove it"]
