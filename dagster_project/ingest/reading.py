"""SQL for the records of one file: numbered as a spreadsheet numbers them, with what makes a row unusable.

Gives a select of `row_number`, the cells that are needed (`t<position>`, trimmed, NULL for blank), `drop_reason` (a
rule takes the row out) and `shape_fault` (the row has not the header's cells). Knows nothing of what the columns mean.
"""

from dataclasses import dataclass
from pathlib import Path

from dagster_project.ingest.cells import SPACES
from dagster_project.ingest.header import Header
from dagster_project.ingest.records import Scan
from dagster_project.ingest.spec.source import DropRule, FileFormat
from dagster_project.ingest.sql import Connection, file_literal, quoted

# A text that no export holds: it tells a cell that is absent from one that is blank.
ABSENT = "\x01"
LONGEST_LINE = 64 * 1024 * 1024


@dataclass(frozen=True)
class Records:
    """The rows of one file, of whatever kind, below its header.

    `relation`: a select of `row_number` (as a person counts it), `parse_fault` (why the row is no record, or NULL), the
    cells `c0`, `c1`, ... as texts, and `beyond` (what stands right of the header). `row_count`: how many rows the
    file has, counted apart from the relation where the kind allows. `is_typed`: the file tells numbers and times from
    texts, so its times read as ISO 8601 whatever the YAML's formats.
    """

    header: Header
    file: FileFormat
    row_count: int
    relation: str
    is_typed: bool = False

    @property
    def cells(self) -> list[str]:
        """The names of all cells of a row."""
        return _cells(self.header)

    def select(self, used: set[int], last_full_row: int | None) -> str:
        """The rows as the rooms of meaning read them."""
        texts = ", ".join(f"{self._text(position)} as t{position}" for position in sorted(used))
        return f"""
            select row_number, {self._drop_reason(last_full_row)} as drop_reason, {self._shape_fault()} as shape_fault
                {"," if texts else ""} {texts}
            from ({self.relation})"""

    def _text(self, position: int) -> str:
        text = f"nullif(trim(c{position}, {SPACES}), '')"
        for null_value in self.file.null_values:
            text = f"nullif({text}, {quoted(null_value)})" if null_value.strip() else text
        if self.file.unescape_formula:
            text = f"regexp_replace({text}, '^''([=+@-])', '\\1')"
        return text

    def _shape_fault(self) -> str:
        least = self.header.least_width
        short = f"when c{least - 1} is null then 'fewer cells than the header'" if least else ""
        return f"""case when parse_fault is not null then parse_fault {short}
            when beyond is not null and trim(beyond, {SPACES}) <> '' then 'more cells than the header' end"""

    def _drop_reason(self, last_full_row: int | None) -> str:
        reasons = [
            f"when trim(c0, {SPACES}) = '' and trim(concat({', '.join(self.cells)}), {SPACES}) = '' then 'blank row'"
        ]
        if self.file.comment_prefix:
            reasons.append(f"when starts_with(c0, {quoted(self.file.comment_prefix)}) then 'comment'")
        for rule in self.file.drop_rows:
            matches = self._matches(rule)
            within = f"row_number > {last_full_row} and " if rule.within == "footer" else ""
            reasons.append(f"when {within}{matches} then {quoted('footer' if rule.within else 'drop rule')}")
        return f"case {' '.join(reasons)} end"

    def last_full_row(self, connection: Connection) -> int | None:
        """The last row that is no footer; None where no rule asks.

        A row is full when it has two filled cells and matches no footer rule, or matches one with every cell filled:
        so a total with its sums is a footer, and a customer whose name begins like one is not.
        """
        rules = [rule for rule in self.file.drop_rows if rule.within == "footer"]
        if not rules:
            return None
        filled = f"len(list_filter([{', '.join(self.cells)}], lambda cell: trim(cell, {SPACES}) <> ''))"
        least, named = min(2, self.header.width), len(self.header.named)
        is_match = " or ".join(self._matches(rule) for rule in rules)
        is_full = f"{filled} >= case when {is_match} then {named} else {least} end"
        last = f"coalesce(max(row_number), {self.header.last_row})"
        found = connection.execute(f"select {last} from ({self.relation}) where {is_full}").fetchone()
        return int(found[0]) if found else None

    def _matches(self, rule: DropRule) -> str:
        matching = f"lambda cell: regexp_matches(trim(cell, {SPACES}), {quoted(rule.any_cell_regex)})"
        return f"len(list_filter([{', '.join(self.cells)}], {matching})) > 0"


def delimited(path: Path, header: Header, file: FileFormat, scan: Scan) -> Records:
    """The records of a delimited UTF-8 file, read by DuckDB where it lies."""
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
    return Records(header, file, scan.record_count - (header.last_row - above), relation)


def prepared(path: Path, header: Header, file: FileFormat, row_count: int, *, is_typed: bool = False) -> Records:
    """The records of a clean copy: comma, every cell quoted, first `row_number` and `parse_fault`, last `beyond`."""
    cells = _cells(header)
    types = ", ".join(f"'{name}': 'VARCHAR'" for name in ["row_number", "parse_fault", *cells, "beyond"])
    options = _options(",", '"', Scan(row_count, []))
    source = f"read_csv({file_literal(path)}, columns = {{{types}}}, {options})"
    relation = f"""select cast(row_number as bigint) as row_number, parse_fault, {", ".join(cells)}, beyond
        from {source}"""
    return Records(header, file, row_count, relation, is_typed)


def _cells(header: Header) -> list[str]:
    return [f"c{position}" for position in range(header.width)]


def _options(delimiter: str, quote: str, scan: Scan) -> str:
    options = f"""header = false, auto_detect = false, delim = {quoted(delimiter)}, quote = {quoted(quote)},
        escape = {quoted(quote)}, nullstr = {quoted(ABSENT)}, null_padding = true, parallel = false,
        strict_mode = true, max_line_size = {LONGEST_LINE}, buffer_size = {LONGEST_LINE * 2}"""
    # else DuckDB goes by the first line end, which may stand in a quoted cell
    return options + ", new_line = '\\n'" if scan.is_lf else options
