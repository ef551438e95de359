"""From a folder of `defs.yaml` files to specs: presets filled in, every mistake named by file and line."""

import difflib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from dagster_project.ingest.platforms import PLATFORMS
from dagster_project.ingest.spec.model import SELECTOR_KEYS, ExcludeRule, Misplaced, Scale, Selector, ValueField
from dagster_project.ingest.spec.source import (
    DropRule,
    FileFormat,
    HeaderVariant,
    Match,
    RefuseRule,
    SourceModel,
    Thresholds,
)
from dagster_project.ingest.spec.survey import DRIVER_SLOTS, Attribute, Question, Response, Survey, SurveySource
from dagster_project.ingest.spec.table import TableSource
from dagster_project.ingest.yaml_documents import Document, Location, YamlError, read_documents

KINDS: dict[str, type[SurveySource] | type[TableSource]] = {"SurveyExport": SurveySource, "TableExport": TableSource}
COMPONENT_PREFIX = "dagster_project.components."
# Stands in the folder of sources itself and loads all that lie below it: no source of its own.
FOLDER_COMPONENT = COMPONENT_PREFIX + "SourcesFolder"


class SpecError(ValueError):
    """One or more mistakes in the YAML of sources; each line of the message is file, line, mistake and remedy."""


def load_source_specs(folder: Path) -> list[SurveySource | TableSource]:
    """All sources under `folder`, sorted by name; raises SpecError with every mistake of every file."""
    specs: dict[str, SurveySource | TableSource] = {}
    mistakes: list[str] = []
    for file in sorted([*folder.rglob("defs.yaml"), *folder.rglob("defs.yml")]):
        try:
            documents = [document for document in read_documents(file) if document.values is not None]
            if not documents:
                raise YamlError(f"{_shown(file)}:1: the file is empty: a source needs 'type' and 'attributes'")
        except YamlError as error:
            mistakes.append(str(error))
            continue
        for document in documents:
            if isinstance(document.values, dict) and document.values.get("type") == FOLDER_COMPONENT:
                continue
            try:
                spec = load_spec(document)
            except SpecError as error:
                mistakes.append(str(error))
                continue
            if spec.source in specs:
                mistakes.append(
                    f"{_shown(file)}:{document.line(('attributes', 'source'))}: source '{spec.source}' is taken"
                )
            specs[spec.source] = spec
    drivers = _drivers(specs.values())
    if len(drivers) > DRIVER_SLOTS:
        mistakes.append(
            f"{_shown(folder)}: the surveys name {len(drivers)} drivers, and {DRIVER_SLOTS} can be told apart: "
            f"{', '.join(drivers)}; give questions about the same thing the same driver, or metric: other"
        )
    if mistakes:
        raise SpecError("\n".join(mistakes))
    return [specs[name] for name in sorted(specs)]


def _drivers(specs: Iterable[SurveySource | TableSource]) -> list[str]:
    """The drivers that customers are asked about, over all surveys."""
    surveys = [spec for spec in specs if isinstance(spec, SurveySource) and spec.survey.kind != "employee"]
    return sorted({question.driver for spec in surveys for question in spec.questions if question.driver})


def load_spec(document: Document) -> SurveySource | TableSource:
    """The source that one YAML document declares; raises SpecError."""
    values = document.values
    if not isinstance(values, dict) or not isinstance(values.get("attributes"), dict):
        raise SpecError(f"{_shown(document.file)}:1: a source needs 'type' and 'attributes'")
    kind = str(values.get("type", "")).removeprefix(COMPONENT_PREFIX)
    if kind not in KINDS:
        known = " or ".join(COMPONENT_PREFIX + name for name in KINDS)
        raise SpecError(f"{_shown(document.file)}:{document.line(('type',))}: type is {known}")
    attributes = values["attributes"]
    try:
        return KINDS[kind].model_validate(with_preset(attributes, kind))
    except ValidationError as error:
        raise SpecError("\n".join(_mistakes(error, document))) from None
    except UnknownPlatformError as error:
        line = document.line(("attributes", "platform"))
        raise SpecError(f"{_shown(document.file)}:{line}: {error}") from None


class UnknownPlatformError(ValueError):
    """The platform has no preset for this kind of source."""


def with_preset(attributes: dict[str, Any], kind: str) -> dict[str, Any]:
    """The attributes over their platform's preset: mappings are merged key by key, all else is replaced."""
    platform = str(attributes.get("platform", "generic"))
    presets = PLATFORMS.get(kind, {})
    if platform not in presets:
        raise UnknownPlatformError(f"platform '{platform}' is unknown here: {', '.join(sorted(presets))}")
    preset = presets[platform]
    for_table = preset.get("tables", {}).get(str(attributes.get("table")), {})
    below = _merged(preset, for_table)
    below = {key: value for key, value in below.items() if key not in ABOUT_PRESETS}
    if isinstance(file := attributes.get("file"), dict) and "header_rows" in file:
        below["file"] = {key: value for key, value in below.get("file", {}).items() if key not in ABOUT_HEADERS}
    merged = _merged(below, attributes)
    if (usual := preset.get("question_defaults")) and isinstance(merged.get("questions"), list):
        merged["questions"] = [_with_defaults(usual, question) for question in merged["questions"]]
    return merged


# What a preset says that no source's YAML may.
# Said together: a source that says how many header rows there are says what they are.
ABOUT_HEADERS = ("header_rows", "header_roles", "header_fill", "header_variants")
ABOUT_PRESETS = ("tables", "recognised_by", "evidence", "question_defaults")


def _with_defaults(usual: dict[str, Any], question: Any) -> Any:
    if not isinstance(question, dict):
        return question
    declared = question.get("missing") or {}
    if not isinstance(declared, dict):
        return question
    return {**usual, **question, "missing": {**usual.get("missing", {}), **declared}}


ORIGINS = ("column", "coalesce", "value", "filename_regex", "row_number", "hash_of", "not_blank", *SELECTOR_KEYS)


def _merged(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    if any(origin in above for origin in ORIGINS):
        below = {key: value for key, value in below.items() if key not in (*ORIGINS, "optional")}
    merged = dict(below)
    for key, value in above.items():
        both = isinstance(value, dict) and isinstance(below.get(key), dict)
        merged[key] = _merged(below[key], value) if both and key not in ("labels", "missing") else value
    return merged


def _mistakes(error: ValidationError, document: Document) -> list[str]:
    seen: dict[str, None] = {}
    for detail in error.errors():
        if detail["type"] == "missing" and detail["loc"] and detail["loc"][-1] == "type":
            continue
        if detail["type"] == "string_type" and isinstance(detail["input"], dict) and len(error.errors()) > 1:
            continue  # the other form of a key that may be a name or a mapping: what is wrong within is told as well
        written = tuple(part for part in detail["loc"] if not (isinstance(part, str) and "[" in part))
        if isinstance(error_of := detail.get("ctx", {}).get("error"), Misplaced):
            written = (*written, *error_of.place)
        line = document.line(("attributes", *written))
        seen[f"{_shown(document.file)}:{line}: {_explained(detail, written)}"] = None
    return list(seen)


def _explained(detail: ErrorDetails, location: Location) -> str:
    path = ".".join(str(part) for part in location)
    if detail["type"] == "extra_forbidden":
        known = {name for model in _MODELS for name in model.model_fields}
        near = difflib.get_close_matches(str(location[-1]), known, n=1)
        hint = f"; did you mean '{near[0]}'?" if near else ""
        return f"unknown key '{location[-1]}' in {path.rpartition('.')[0] or 'attributes'}{hint}"
    if detail["type"] == "missing":
        return f"'{path}' is missing"
    if detail["type"] == "value_error":
        part = "" if isinstance(detail["ctx"]["error"], Misplaced) else f"{path}: " if path else ""
        return f"{part}{detail['ctx']['error']}"
    given = detail.get("input")
    shown = f" (written: '{given}')" if isinstance(given, str | int | float) else ""
    return f"'{path}': {detail['msg'][0].lower()}{detail['msg'][1:]}{shown}"


_MODELS = (
    *(
        SourceModel,
        FileFormat,
        HeaderVariant,
        Match,
        DropRule,
        RefuseRule,
        Thresholds,
        Selector,
        ValueField,
        Scale,
        ExcludeRule,
    ),
    *(SurveySource, Survey, Response, Attribute, Question, TableSource),
)


def _shown(file: Path) -> str:
    try:
        return str(file.relative_to(Path.cwd()))
    except ValueError:
        return str(file)
