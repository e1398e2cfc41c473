"""CSV with the numbers alone, for programs: the first line names the columns."""

from collections.abc import Sequence

from strata.export.delimited import data
from strata.export.look import Look
from strata.model.exhibit import Exhibit


def write(exhibits: Sequence[Exhibit], look: Look) -> bytes:
    """The numbers of each exhibit under their names, then its comparisons; all are parted by an empty line."""
    del look  # no stamp and no colours
    return "\r\n".join(data(each) for each in exhibits).encode()
