"""Which file of a folder is served: the version its pointer names."""

import re
from pathlib import Path

from strata.errors import WarehouseError

POINTER = "CURRENT"
VERSION_FILE = re.compile(r"warehouse-[\w.-]{1,80}\.duckdb")


def current_file(folder: Path) -> Path:
    """The file of the version that is served from `folder`.

    Raises:
        WarehouseError: nothing was loaded there, or its file is gone.
    """
    pointer = folder / POINTER
    if not pointer.is_file():
        raise WarehouseError(f"There is no warehouse in {folder}: load data with 'strata load strata.toml' first.")
    name = pointer.read_bytes().decode("utf-8", errors="replace").strip()
    if not VERSION_FILE.fullmatch(name) or not (folder / name).is_file():
        raise WarehouseError(f"{folder} points to {name!r:.80}, which is not there: load the data again.")
    return folder / name
