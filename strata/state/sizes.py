"""How large segments were, version of the warehouse by version of the warehouse."""

from datetime import datetime

from sqlalchemy import insert, select

from strata.state import rows
from strata.state.database import Database
from strata.state.records import Size
from strata.state.tables import SIZES

A_SIZE = select(SIZES.c.version, SIZES.c.warehouse_version, SIZES.c.users, SIZES.c.accounts, SIZES.c.measured_at)


class Sizes(Database):
    """Sizes over time."""

    def record_size(
        self, segment_id: str, version: int, warehouse_version: str, *, users: int, accounts: int, at: datetime
    ) -> None:
        """Keeps a size once: a second one of the same version and warehouse version changes nothing.

        Raises:
            StateError: there is no such version of the segment.
        """
        known = A_SIZE.where(
            SIZES.c.segment_id == segment_id,
            SIZES.c.version == version,
            SIZES.c.warehouse_version == warehouse_version,
        )
        with self.reading() as connection:
            if connection.execute(known).first():
                return
        size = Size(version, warehouse_version, users, accounts, at)
        with self.changing() as connection:
            rows.at_version(connection, segment_id, version)
            if not connection.execute(known).first():
                connection.execute(insert(SIZES).values(segment_id=segment_id, **size._asdict()))

    def sizes(self, segment_id: str) -> tuple[Size, ...]:
        """The sizes of a segment in the order they were measured; none for an unknown one."""
        chosen = A_SIZE.where(SIZES.c.segment_id == segment_id)
        with self.reading() as connection:
            found = connection.execute(chosen.order_by(SIZES.c.measured_at, SIZES.c.version)).all()
        return tuple(Size(*row) for row in found)
