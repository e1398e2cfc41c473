"""CSV with the numbers alone, for programs: the first line names the columns."""

from collections.abc import Sequence

from strata.export.delimited import rows
from strata.export.look import Look
from strata.model.exhibit import Exhibit


def write(exhibits: Sequence[Exhibit], look: Look) -> bytes:
    """The numbers of each exhibit under their names; several are parted by an empty line."""
    del look  # no stamp and no colours
    return "\r\n".join(rows(each.rows) for each in exhibits).encode()
