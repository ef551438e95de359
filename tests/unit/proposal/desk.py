"""One export on a desk: the command run on it in a folder of its own, and what came of it. No test stands here."""

import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console

from dagster_project.ingest.spec import Source, SurveySource, TableSource, load_source_specs
from dagster_project.ingest.spec.survey import Question
from dagster_project.ingest.yaml_documents import read_documents
from dagster_project.proposal.command import source
from dagster_project.settings import Settings
from tests.unit.workbench import settings_in


@dataclass(frozen=True)
class Tried:
    """The exit status, what was said, and the YAML that was written."""

    status: int
    said: str
    settings: Settings
    text: str

    @property
    def spec(self) -> Source:
        """The source as a run reads it."""
        (spec,) = load_source_specs(self.settings.sources_dir)
        return spec

    @property
    def survey(self) -> SurveySource:
        """The same, of a survey."""
        assert isinstance(self.spec, SurveySource)
        return self.spec

    @property
    def table(self) -> TableSource:
        """The same, of a table."""
        assert isinstance(self.spec, TableSource)
        return self.spec

    @property
    def written(self) -> Any:
        """The attributes as they are written, without the platform's."""
        (file,) = self.settings.sources_dir.rglob("defs.yaml")
        return read_documents(file)[0].values["attributes"]

    def questions(self) -> dict[str, Question]:
        """The questions by id."""
        return {question.id: question for question in self.survey.questions}

    def metrics(self) -> dict[str, str]:
        """The metric of each question."""
        return {name: question.metric for name, question in self.questions().items()}


def propose(
    folder: Path, name: str, content: bytes | str, *, source_name: str | None = None, table: str | None = None
) -> Tried:
    """Write an export and run the command on it; a text is written as UTF-8."""
    settings = settings_in(folder)
    settings.sources_dir.mkdir(exist_ok=True)
    settings.raw_dir.mkdir(exist_ok=True)
    file = folder / name
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return run(settings, file, source_name=source_name, table=table)


def run(settings: Settings, file: Path, *, source_name: str | None = None, table: str | None = None) -> Tried:
    """The command on a file that is there already."""
    out = io.StringIO()
    console = Console(file=out, width=160, color_system=None)
    status = source(settings, console, file, source_name, table)
    texts = [place.read_text(encoding="utf-8") for place in settings.sources_dir.rglob("defs.yaml")]
    return Tried(status, out.getvalue(), settings, texts[0] if len(texts) == 1 else "")
