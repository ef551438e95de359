"""SQL for the records of one file: numbered as a spreadsheet numbers them, with what makes a row unusable.

Gives a select of `row_number`, the cells that are needed (`t<position>`, trimmed, NULL for blank), `drop_reason` (a
rule takes the row out) and `shape_fault` (the row has not the header's cells). Knows nothing of what the columns mean.
"""

from dataclasses import dataclass
from pathlib import Path

from dagster_project.ingest.cells import SPACES
from dagster_project.ingest.header import Header
from dagster_project.ingest.records import RARE_BLANKS, Scan, scan_records
from dagster_project.ingest.refusal import RefusedFile
from dagster_project.ingest.spec.source import DropRule, FileFormat
from dagster_project.ingest.sql import Connection, file_literal, quoted

# A text that no export holds: it tells a cell that is absent from one that is blank.
ABSENT = "\x01"
LONGEST_LINE = 64 * 1024 * 1024
USUAL_LINE, SPARE = 2 * 1024 * 1024, 1024
USUAL_BUFFER = 16 * 1024 * 1024


@dataclass(frozen=True)
class Records:
    """The rows of one file, of whatever kind, below its header.

    `relation`: a select of `row_number` (as a person counts it), `parse_fault` (why the row is no record, or NULL), the
    cells `c0`, `c1`, ... as texts, and `beyond` (what stands right of the header). `row_count`: how many rows the
    file has, counted apart from the relation where the kind allows. `is_typed`: the file tells numbers and times from
    texts, so its times read as ISO 8601 whatever the YAML's formats. `extra`: further columns of the relation.
    """

    header: Header
    file: FileFormat
    row_count: int
    relation: str
    is_typed: bool = False
    extra: tuple[str, ...] = ()
    known_ends: "Ends | None" = None
    blanks: frozenset[str] = RARE_BLANKS

    @property
    def cells(self) -> list[str]:
        """The names of all cells of a row."""
        return _cells(self.header)

    def select(self, texts: set[int], raw: set[int], ends: "Ends", *, whole: bool = False) -> str:
        """The rows as the rooms of meaning read them: the cells of `texts` cleaned, those of `raw` as they stand.

        `whole`: with what makes another relation of them, `parse_fault` and `beyond`.
        """
        cells = [f"{self._text(position)} as t{position}" for position in sorted(texts)]
        cells += [f"c{position}" for position in sorted(raw)]
        cells += [*(("parse_fault", "beyond") if whole else ()), *self.extra]
        listed = "".join(f", {cell}" for cell in cells)
        return f"""
            select row_number, {self._drop_reason(ends)} as drop_reason, {self._shape_fault()} as shape_fault{listed}
            from ({self.relation})"""

    def _text(self, position: int) -> str:
        return cleaned(f"c{position}", self.file, self.blanks)

    def _shape_fault(self) -> str:
        least = self.header.least_width
        short = f"when c{least - 1} is null then 'fewer cells than the header'" if least else ""
        return f"""case when parse_fault is not null then parse_fault {short}
            when beyond is not null and trim(beyond, {SPACES}) <> '' then 'more cells than the header' end"""

    def _drop_reason(self, ends: "Ends") -> str:
        reasons = [f"when {self._is_blank()} then 'blank row'"]
        if ends.last_row_of_table is not None:
            reasons.append(f"when row_number > {ends.last_row_of_table} then 'another table'")
        if self.file.comment_prefix:
            reasons.append(f"when starts_with(c0, {quoted(self.file.comment_prefix)}) then 'comment'")
        for rule in self.file.drop_rows:
            matches = self._matches(rule)
            within = f"row_number > {ends.last_full_row} and " if rule.within == "footer" else ""
            reasons.append(f"when {within}{matches} then {quoted('footer' if rule.within else 'drop rule')}")
        return f"case {' '.join(reasons)} end"

    def _is_blank(self) -> str:
        return f"{maybe_blank('c0')} and trim(concat({', '.join(self.cells)}), {SPACES}) = ''"

    def ends(self, connection: Connection) -> "Ends":
        """Where the records end, as far as a rule of the file asks."""
        if self.known_ends is not None:
            return self.known_ends
        last_of_table = self._last_row_of_table(connection) if self.file.ends_at_blank_line else None
        return Ends(last_of_table, self._last_full_row(connection, last_of_table))

    def _last_row_of_table(self, connection: Connection) -> int | None:
        found = connection.execute(
            f"""select min(above) from (
                select row_number, {self._is_blank()} as is_blank, lag(row_number) over (order by row_number) as above
                from ({self.relation})
            ) where above is not null and (is_blank or row_number > above + 1)"""
        ).fetchone()
        return int(found[0]) if found and found[0] is not None else None

    def _last_full_row(self, connection: Connection, last_of_table: int | None) -> int | None:
        # A row is full when it has two filled cells and matches no footer rule, or matches one with every cell filled:
        # so a total with its sums is a footer, and a customer whose name begins like one is not.
        rules = [rule for rule in self.file.drop_rows if rule.within == "footer"]
        if not rules:
            return None
        filled = f"len(list_filter([{', '.join(self.cells)}], lambda cell: trim(cell, {SPACES}) <> ''))"
        least, named = min(2, self.header.width), len(self.header.named)
        is_match = " or ".join(self._matches(rule) for rule in rules)
        is_full = f"{filled} >= case when {is_match} then {named} else {least} end"
        last = f"coalesce(max(row_number), {self.header.last_row})"
        above = f"row_number <= {last_of_table} and " if last_of_table is not None else ""
        found = connection.execute(f"select {last} from ({self.relation}) where {above}{is_full}").fetchone()
        return int(found[0]) if found else None

    def _matches(self, rule: DropRule) -> str:
        matching = f"lambda cell: regexp_matches(trim(cell, {SPACES}), {quoted(rule.any_cell_regex)})"
        return f"len(list_filter([{', '.join([*self.cells, 'beyond'])}], {matching})) > 0"


@dataclass(frozen=True)
class Ends:
    """The last row of the first table, and the last one that is no footer; None where no rule asks."""

    last_row_of_table: int | None = None
    last_full_row: int | None = None


def cleaned(cell: str, file: FileFormat, blanks: frozenset[str] = RARE_BLANKS) -> str:
    """SQL for the text of a raw cell: blanks at its ends gone, NULL for what stands for blank.

    `blanks`: those of the rare ones that may be there at all.
    """
    ends = " or ".join(f"suffix({cell}, chr({code}))" for code in (32, *sorted(map(ord, blanks))))
    begins = maybe_blank(cell) if "\u00a0" in blanks else f"{cell} < '!'"
    text = f"case when {begins} or {ends} then nullif(trim({cell}, {SPACES}), '') else {cell} end"
    for null_value in file.null_values:
        text = f"nullif({text}, {quoted(null_value)})" if null_value.strip() else text
    if file.unescape_formula:
        text = f"regexp_replace({text}, '^''([=+@-])', '\\1')"
    return text


def maybe_blank(cell: str) -> str:
    """Whether a cell is empty or begins with a blank: cheap, and false for nearly all."""
    return f"({cell} < '!' or starts_with({cell}, chr(160)))"


def delimited(path: Path, header: Header, file: FileFormat, scan: Scan) -> Records:
    """The records of a delimited UTF-8 file, read by DuckDB where it lies. Raises RefusedFile for endless rows."""
    if scan.longest > LONGEST_LINE and not scan.is_open:
        said = f"one of its rows is {scan.longest / 1e6:.0f} MB long"
        raise RefusedFile(said, "check file.quote and file.delimiter, and that it is a table of text")
    cells = _cells(header)
    types = ", ".join(f"'{name}': 'VARCHAR'" for name in [*cells, "beyond"])
    source = f"read_csv({file_literal(path)}, columns = {{{types}}}, {_options(header.delimiter, file.quote, scan)})"
    numbered = f"select row_number() over () as ordinal, {', '.join(cells)}, beyond from {source}"
    shifts = [line - index for index, line in enumerate(scan.blank_lines)]
    shifts = [first for first in shifts if first <= scan.record_count]
    row = "ordinal" if not shifts else f"ordinal + len(list_filter({shifts}, lambda first: first <= ordinal))"
    relation = f"""select * from (
        select {row} as row_number, cast(null as varchar) as parse_fault, {", ".join(cells)}, beyond from ({numbered})
    ) where row_number > {header.last_row}"""
    above = sum(line <= header.last_row for line in scan.blank_lines)
    return Records(header, file, scan.record_count - (header.last_row - above), relation, blanks=scan.blanks)


def prepared(path: Path, header: Header, file: FileFormat, row_count: int, *, is_typed: bool = False) -> Records:
    """The records of a clean copy: comma, every cell quoted, first `row_number` and `parse_fault`, last `beyond`."""
    cells = _cells(header)
    types = ", ".join(f"'{name}': 'VARCHAR'" for name in ["row_number", "parse_fault", *cells, "beyond"])
    options = _options(",", '"', scan_records(path, '"'))
    source = f"read_csv({file_literal(path)}, columns = {{{types}}}, {options})"
    relation = f"""select cast(row_number as bigint) as row_number, parse_fault, {", ".join(cells)}, beyond
        from {source}"""
    return Records(header, file, row_count, relation, is_typed)


def _cells(header: Header) -> list[str]:
    return [f"c{position}" for position in range(header.width)]


def _options(delimiter: str, quote: str, scan: Scan) -> str:
    longest = max(min(scan.longest, LONGEST_LINE) + SPARE, USUAL_LINE)
    options = f"""header = false, auto_detect = false, delim = {quoted(delimiter)}, quote = {quoted(quote)},
        escape = {quoted(quote)}, nullstr = {quoted(ABSENT)}, null_padding = true, parallel = false,
        strict_mode = true, max_line_size = {longest}, buffer_size = {max(2 * longest, USUAL_BUFFER)}"""
    # else DuckDB goes by the first line end, which may stand in a quoted cell; told '\\r\\n', it reads no row at all
    return f"{options}, new_line = '\\n'" if scan.line_end == "\n" else options
