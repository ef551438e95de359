"""What may happen to a file on its way: hypothesis strategies that turn a content into a broken one. No test here."""

import gzip
import io
import zipfile
from collections.abc import Callable

import zstandard
from hypothesis import strategies as st

Mutation = Callable[[bytes], bytes]
SIGNS = [
    b'"',
    b"'",
    b",",
    b";",
    b"\t",
    b"\n",
    b"\r",
    b"\r\n",
    b"\0",
    b"\\",
    b"{",
    b"}",
    b"[",
    b"]",
    b"\xff",
    b"\xef\xbb\xbf",
]
SIGNS += [
    b"\xff\xfe",
    b"\xc3",
    b"\xed\xa0\x80",
    b"=",
    b"\x1a",
    b"9" * 400,
    b"1e999",
    b"NaN",
    b"\xe2\x80\xa8",
    b'""',
    b'"""',
]
LONG_LINE = 10 * 1024 * 1024


def _place(draw: st.DrawFn, content: bytes) -> int:
    return draw(st.integers(0, len(content)))


@st.composite
def truncated(draw: st.DrawFn) -> Mutation:
    """The end is missing."""
    share = draw(st.floats(0, 1))
    return lambda content: content[: int(len(content) * share)]


@st.composite
def with_flipped_bytes(draw: st.DrawFn) -> Mutation:
    """Some bytes are others."""
    flips = draw(st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), min_size=1, max_size=20))

    def flip(content: bytes) -> bytes:
        changed = bytearray(content)
        for share, byte in flips:
            if changed:
                changed[int(len(changed) * share)] = byte
        return bytes(changed)

    return flip


@st.composite
def with_signs(draw: st.DrawFn) -> Mutation:
    """Quotes, delimiters, line ends, NULs and the like stand where they should not, or are gone."""
    signs = draw(st.lists(st.tuples(st.floats(0, 1), st.sampled_from(SIGNS), st.booleans()), min_size=1, max_size=12))

    def scatter(content: bytes) -> bytes:
        for share, sign, is_added in signs:
            at = int(len(content) * share)
            if is_added:
                content = content[:at] + sign + content[at:]
            elif (found := content.find(sign, at)) >= 0:
                content = content[:found] + content[found + len(sign) :]
        return content

    return scatter


@st.composite
def with_moved_lines(draw: st.DrawFn) -> Mutation:
    """Lines are swapped, doubled, gone, or cut in two."""
    moves = draw(st.lists(st.tuples(st.sampled_from("sdrc"), st.floats(0, 1), st.floats(0, 1)), min_size=1, max_size=8))

    def move(content: bytes) -> bytes:
        lines = content.split(b"\n")
        for kind, first, second in moves:
            one, other = int((len(lines) - 1) * first), int((len(lines) - 1) * second)
            if kind == "s":
                lines[one], lines[other] = lines[other], lines[one]
            elif kind == "d":
                lines.insert(one, lines[other])
            elif kind == "r" and len(lines) > 1:
                del lines[one]
            elif kind == "c":
                lines[one : one + 1] = [lines[one][: len(lines[one]) // 2], lines[one][len(lines[one]) // 2 :]]
        return b"\n".join(lines)

    return move


@st.composite
def with_moved_columns(draw: st.DrawFn) -> Mutation:
    """Cells change places, are added or are gone, in some rows or in all."""
    delimiter = draw(st.sampled_from([b",", b";", b"\t"]))
    one, other, step = draw(st.integers(0, 6)), draw(st.integers(0, 6)), draw(st.integers(1, 5))
    kind = draw(st.sampled_from("sar"))

    def move(content: bytes) -> bytes:
        lines = content.split(b"\n")
        for index in range(0, len(lines), step):
            cells = lines[index].split(delimiter)
            first, second = one % len(cells), other % len(cells)
            if kind == "s":
                cells[first], cells[second] = cells[second], cells[first]
            elif kind == "a":
                cells.insert(first, cells[second])
            else:
                del cells[first]
            lines[index] = delimiter.join(cells)
        return b"\n".join(lines)

    return move


@st.composite
def with_a_block_of_noise(draw: st.DrawFn) -> Mutation:
    """A block of anything."""
    noise, share = draw(st.binary(min_size=1, max_size=300)), draw(st.floats(0, 1))

    def insert(content: bytes) -> bytes:
        at = int(len(content) * share)
        return content[:at] + noise + content[at:]

    return insert


@st.composite
def in_another_encoding(draw: st.DrawFn) -> Mutation:
    """Somebody saved it again."""
    encoding = draw(st.sampled_from(["utf-16", "utf-16-le", "utf-32", "cp1252", "mac_roman", "utf-8-sig", "cp037"]))
    return lambda content: content.decode("utf-8", "replace").encode(encoding, "replace")


mutations = st.lists(
    st.one_of(
        truncated(),
        with_flipped_bytes(),
        with_signs(),
        with_moved_lines(),
        with_moved_columns(),
        with_a_block_of_noise(),
        in_another_encoding(),
    ),
    min_size=1,
    max_size=3,
)


def mutated(content: bytes, changes: list[Mutation]) -> bytes:
    """The content after all changes."""
    for change in changes:
        content = change(content)
    return content


def repacked(file_name: str, content: bytes, changes: list[Mutation]) -> bytes:
    """The change happens beneath the packing."""
    if file_name.endswith(".gz"):
        return gzip.compress(mutated(gzip.decompress(content), changes))
    if file_name.endswith(".zst"):
        return zstandard.ZstdCompressor().compress(mutated(zstandard.ZstdDecompressor().decompress(content), changes))
    if file_name.endswith(".xlsx"):
        return _repacked_zip(content, changes)
    return mutated(content, changes)


def _repacked_zip(content: bytes, changes: list[Mutation]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            part = before.read(name)
            after.writestr(name, mutated(part, changes) if name.endswith(("sheet1.xml", "sharedStrings.xml")) else part)
    return out.getvalue()


def monsters() -> dict[str, tuple[str, bytes]]:
    """Files that are made to hurt, by name: the export to put them in place of, and their content."""
    row = b'"R1","2025-01-02 10:00:00","9","x","K"\n'
    header = b"id,at,score,comment,customer\n"
    long_line = header + b'"R1","2025-01-02 10:00:00","9","' + b"x" * LONG_LINE + b'","K"\n' + row
    deep = 200_000
    return {
        "a 10 MB line": ("csv", long_line),
        "a 10 MB line without quotes": (
            "csv",
            header + b"R1,2025-01-02 10:00:00,9," + b"x" * LONG_LINE + b",K\n" + row,
        ),
        "a quote that is never closed above 300,000 lines": ("csv", header + row + b'"R2","' + b"x\n" * 300_000),
        "a 10 MB header": ("csv", b"x" * LONG_LINE + b"," + header + row),
        "100,000 columns": ("csv", header.strip() + b",x" * 100_000 + b"\n" + row),
        "nothing but quotes": ("csv", b'"' * 1_000_001),
        "nothing but NULs": ("csv", b"\0" * 1_000_000),
        "nothing but delimiters": ("csv", b"," * 1_000_000),
        "nothing but line ends": ("csv", b"\n" * 1_000_000),
        "a zip bomb in gzip": ("csv_gz", gzip.compress(b"\0" * 400_000_000, 9)),
        "a zip bomb in zstd": ("csv_zst", zstandard.ZstdCompressor(level=3).compress(b"\n" * 400_000_000)),
        "a zip bomb in a workbook": ("xlsx", _zip_of("xl/worksheets/sheet1.xml", b"<" * 400_000_000)),
        "deep lists": ("json", b"[" * deep + b"]" * deep),
        "deep objects": ("json", b'{"a":' * deep + b"1" + b"}" * deep),
        "a deep line": ("ndjson", b'{"id":' + b"[" * deep + b"]" * deep + b"}\n"),
        "deep below a path": ("json_path", b'{"data":' + b"[" * deep + b"]" * deep + b"}"),
        "a line of 10 MB": ("ndjson", b'{"id":"' + b"x" * LONG_LINE + b'"}\n'),
        "50,000 different keys": ("ndjson", b"".join(b'{"k%d":1}\n' % number for number in range(50_000))),
        "one key 100,000 times": ("json", b"[{" + b'"a":1,' * 100_000 + b'"a":1}]'),
    }


def _zip_of(name: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return out.getvalue()
