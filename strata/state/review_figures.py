"""What the items of reviews showed, load by load of the data."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import and_, insert, select

from strata.model.moves import Figure
from strata.state.database import Database
from strata.state.records import Showed
from strata.state.tables import REVIEW_FIGURES, REVIEWS

WHAT_WAS_SHOWN = select(
    REVIEW_FIGURES.c.item,
    REVIEW_FIGURES.c.warehouse_version,
    REVIEW_FIGURES.c.as_of,
    REVIEW_FIGURES.c.figures,
    REVIEW_FIGURES.c.counted_at,
)


class ReviewFigures(Database):
    """Figures over time."""

    def record_figures(
        self,
        review_id: str,
        warehouse_version: str,
        as_of: str,
        figures: Mapping[str, Sequence[Figure]],
        *,
        at: datetime,
    ) -> None:
        """Keeps what items showed with one load of the data, by item; what is kept already stays as it is.

        Args:
            review_id: The review; of one that was deleted meanwhile nothing is kept.
            warehouse_version: The load.
            as_of: The last day of its data.
            figures: What each item showed, by the item's key.
            at: When it was counted.
        """
        here = and_(REVIEW_FIGURES.c.review_id == review_id, REVIEW_FIGURES.c.warehouse_version == warehouse_version)
        known = select(REVIEW_FIGURES.c.item).where(here)
        with self.reading() as connection:
            if figures.keys() <= set(connection.scalars(known)):
                return
        with self.changing() as connection:
            kept = set(connection.scalars(known))
            place = {"review_id": review_id, "warehouse_version": warehouse_version, "as_of": as_of, "counted_at": at}
            new = [place | {"item": key, "figures": shown} for key, shown in figures.items() if key not in kept]
            if new and connection.scalar(select(REVIEWS.c.id).where(REVIEWS.c.id == review_id)):
                connection.execute(insert(REVIEW_FIGURES), new)

    def showed(self, review_id: str, *, but: str) -> dict[str, Showed]:
        """What each item showed last with other data than the version `but` of the warehouse, by the item's key."""
        others = (REVIEW_FIGURES.c.review_id == review_id, REVIEW_FIGURES.c.warehouse_version != but)
        with self.reading() as connection:
            found = connection.execute(WHAT_WAS_SHOWN.where(*others).order_by(REVIEW_FIGURES.c.counted_at)).all()
        return {
            item: Showed(load, day, tuple(Figure(*each) for each in shown), at) for item, load, day, shown, at in found
        }
