"""The one rule that is about no source: every file under the raw folder belongs to one."""

from dataclasses import dataclass

import dagster as dg

from dagster_project.ingest.files import Unclaimed


@dataclass(frozen=True)
class InventoryRule:
    """A named, blocking check of the inventory."""

    name: str
    description: str

    def spec(self, asset: dg.AssetKey) -> dg.AssetCheckSpec:
        """The check it becomes."""
        return dg.AssetCheckSpec(self.name, asset=asset, blocking=True, description=self.description)


UNCLAIMED = InventoryRule("every_file_belongs_to_a_source", "No file or folder lies about that no source reads.")


def inventory_result(found: list[Unclaimed], asset: dg.AssetKey) -> dg.AssetCheckResult:
    """The evaluation, with the paths and what to do."""
    return dg.AssetCheckResult(
        check_name=UNCLAIMED.name,
        asset_key=asset,
        passed=not found,
        severity=dg.AssetCheckSeverity.ERROR,
        metadata={"unexpected": len(found), "files": [f"{one.path}: {one.reason}; {one.remedy}" for one in found[:10]]},
    )
