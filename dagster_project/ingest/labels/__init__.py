"""Answers as text and the numbers behind them: the presets that `labels: <name>` refers to.

One YAML file per preset beside this module; an own set of labels stands in the source's YAML instead.
"""

from pathlib import Path

import yaml


def _read(file: Path) -> dict[str, float]:
    content = yaml.safe_load(file.read_text(encoding="utf-8"))
    return {label: float(score) for score, labels in content.items() for label in labels}


LABEL_PRESETS: dict[str, dict[str, float]] = {
    file.stem: _read(file) for file in sorted(Path(__file__).parent.glob("*.yaml"))
}
