"""JSON: each exhibit with its findings, stamp, numbers and the analysis' own result."""

import json
from collections.abc import Sequence

from strata.export.look import Look
from strata.model.exhibit import Exhibit


def write(exhibits: Sequence[Exhibit], look: Look) -> bytes:
    """A JSON document `{"exhibits": [...]}` in UTF-8; a number that is none is null."""
    del look  # the whole stamp, and no colours
    document = {"exhibits": [{"key": each.key} | each.as_json() for each in exhibits]}
    text = json.dumps(document, ensure_ascii=False, allow_nan=False, indent=2, default=str)
    return text.encode()
