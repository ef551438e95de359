"""YAML read as text: a scalar stays what was written until a model gives it a type, so `Yes` is no boolean.

Also the way back from a model's complaint to the line of the file. No knowledge of any key.
"""

import functools
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

Location = tuple[int | str, ...]


class YamlError(ValueError):
    """The file is not YAML; the message is one line with the file and the line."""


@dataclass(frozen=True)
class Document:
    """One YAML document: its values as text, mappings and lists, and the line of each place."""

    file: Path
    values: Any
    lines: dict[Location, int]

    def line(self, location: Location) -> int:
        """The line of the deepest part of `location` that was written (names that a model adds are skipped)."""
        known: Location = ()
        for part in location:
            if (*known, part) in self.lines:
                known = (*known, part)
        return self.lines.get(known, 1)


def read_documents(file: Path) -> list[Document]:
    """All documents of a YAML file, read anew only when the file has changed; raises YamlError."""
    try:
        state = file.stat()
    except OSError as error:
        raise YamlError(f"{file}:1: cannot be read: {error.strerror}") from None
    return _read_documents(file, state.st_mtime_ns, state.st_size)


@functools.lru_cache(maxsize=256)
def _read_documents(file: Path, changed_at: int, size: int) -> list[Document]:
    del changed_at, size
    try:
        nodes = list(yaml.compose_all(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader))
        return [_document(file, node) for node in nodes]
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise YamlError(f"{file}:{line}: not YAML: {error.problem}") from None
    except (yaml.YAMLError, UnicodeDecodeError, OSError) as error:
        raise YamlError(f"{file}:1: not YAML: {' '.join(str(error).split())}") from None


def _document(file: Path, node: Any) -> Document:
    lines: dict[Location, int] = {}
    return Document(file, _plain(node, (), lines), lines)


def _plain(node: Any, location: Location, lines: dict[Location, int]) -> Any:
    lines.setdefault(location, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        mapping = {}
        for key_node, value_node in node.value:
            key = key_node.value if isinstance(key_node, yaml.ScalarNode) else str(key_node.value)
            if key in mapping:
                raise yaml.constructor.ConstructorError(
                    problem=f"key '{key}' occurs twice", problem_mark=key_node.start_mark
                )
            lines[(*location, key)] = key_node.start_mark.line + 1
            is_null = value_node.tag == "tag:yaml.org,2002:null"
            mapping[key] = None if is_null else _plain(value_node, (*location, key), lines)
        return mapping
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, (*location, index), lines) for index, item in enumerate(node.value)]
    return node.value
