"""How the bytes of exports are put together: byte order marks, line ends, quoting. No test stands here."""

import datetime as dt

from tests.unit.workbench import Workbench, survey_yaml

BOM = b"\xef\xbb\xbf"


def lines(*rows: str, end: str = "\n", bom: bool = False) -> bytes:
    """Rows as they are written, each with its end, as UTF-8 bytes."""
    return (BOM if bom else b"") + "".join(row + end for row in rows).encode()


def quoted(*cells: str, delimiter: str = ",") -> str:
    """A row whose every cell is quoted."""
    return delimiter.join('"' + cell.replace('"', '""') + '"' for cell in cells)


def utc(text: str) -> dt.datetime:
    """A time as it is stored."""
    return dt.datetime.fromisoformat(text)


def load(bench: Workbench, platform: str, questions: str, *rows: str, response: str = "{}", **how: object) -> None:
    """Load one made export with the least YAML that a user would write."""
    yaml = survey_yaml(questions, response=response, more=f"platform: {platform}")
    end, bom = str(how.get("end", "\n")), bool(how.get("bom", False))
    bench.run(yaml, {str(how.get("name", "a.csv")): lines(*rows, end=end, bom=bom)})
