"""Who is in a segment, as a file: streamed from the database, so that a million members need no memory."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import IO, Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pv
import pyarrow.parquet as pq

from strata.errors import ExportError
from strata.export.files import writing
from strata.membership import NO_LIBRARY, Library, members
from strata.model.attributes import Catalog
from strata.model.segment import Segment
from strata.warehouse import Members, Query, Warehouse

FEWEST = 5
"""Of fewer people no list is given."""
KEYS = ("user_key", "account_key", "account_name")
FORMULA = r"^([=+\-@\t\r])"
NUMBER = r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$"

Writers = Callable[[IO[bytes], pa.Schema], Any]


def save_members(warehouse: Warehouse, segment: Segment, file: Path, library: Library = NO_LIBRARY) -> int:
    """Writes one row per member with their attributes, personal ones left out; how many there are.

    Args:
        warehouse: Where the data are.
        segment: Whose members.
        file: A `.csv` or a `.parquet`.
        library: What the segment may refer to.

    Raises:
        ExportError: the file's name ends otherwise, it cannot be written, or the segment has fewer than five members.
        SegmentError: the segment cannot be counted.
    """
    if file.suffix not in WRITERS:
        raise ExportError(f"{file.name[:80]} is no list of members: end its name in {' or '.join(WRITERS)}.")
    users = members(warehouse, segment.where, library, of=segment.of) & warehouse.population
    n = users.bit_count()
    if n < FEWEST:
        raise ExportError(f"{segment.name} has {n} members: lists of fewer than {FEWEST} people are not given.")
    batches = warehouse.batches(Query("reports/member_rows"), Members(users))
    with writing(file) as out:
        _write(batches, WRITERS[file.suffix], public(warehouse.catalog), out)
    return n


def public(catalog: Catalog) -> tuple[str, ...]:
    """The columns a list may have: keys, and every attribute that is not personal."""
    return (*KEYS, *(each.name for each in catalog.attributes if not each.is_personal))


def _write(batches: Iterator[pa.RecordBatch], writers: Writers, names: tuple[str, ...], out: IO[bytes]) -> None:
    first = _safe(_shown(next(batches), names))
    with writers(out, first.schema) as writer:
        writer.write_batch(first)
        for batch in batches:
            writer.write_batch(_safe(_shown(batch, names)))


def _shown(batch: pa.RecordBatch, names: tuple[str, ...]) -> pa.RecordBatch:
    """The columns that may be shown, each once."""
    return batch.select([name for name in dict.fromkeys(batch.schema.names) if name in names])


def _safe(batch: pa.RecordBatch) -> pa.RecordBatch:
    """The rows with texts that a spreadsheet would run disarmed."""
    columns = [_disarmed(column) if pa.types.is_string(column.type) else column for column in batch.columns]
    return pa.RecordBatch.from_arrays(columns, names=batch.schema.names)


def _disarmed(texts: Any) -> Any:  # noqa: ANN401 - a column of texts
    if not pc.any(pc.match_substring_regex(texts, FORMULA)).as_py():
        return texts
    is_number = pc.match_substring_regex(texts, NUMBER)
    return pc.if_else(is_number, texts, pc.replace_substring_regex(texts, FORMULA, r"'\1"))


WRITERS: Mapping[str, Writers] = {".csv": pv.CSVWriter, ".parquet": pq.ParquetWriter}
"""How each kind of file is written, by how its name ends."""
