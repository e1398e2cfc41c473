"""Saved segments with their versions, favourites and sizes, saved comparisons and reviews, and who changed what.

Kept in a SQLite file or in PostgreSQL; nothing above this package knows which.
"""

from strata.errors import StateError
from strata.model.review import Pinned
from strata.state.annotations import Annotations
from strata.state.audit import Audit
from strata.state.comparisons import Comparisons
from strata.state.database import connect
from strata.state.files import Files
from strata.state.marked import MarkedChanges
from strata.state.migrate import migrate
from strata.state.records import (
    Annotation,
    Change,
    Comparison,
    MarkedChange,
    SavedComparison,
    SavedReview,
    SavedSegment,
    Showed,
    Size,
    Use,
    Visibility,
)
from strata.state.review_figures import ReviewFigures
from strata.state.reviews import Reviews
from strata.state.shelf import Shelf
from strata.state.sizes import Sizes
from strata.state.uses import Uses
from strata.state.versions import Versions


class State(
    Versions, Shelf, Uses, Comparisons, Reviews, ReviewFigures, Annotations, MarkedChanges, Sizes, Files, Audit
):
    """Everything people have saved; may be used by many threads at once."""


def open_state(url: str) -> State:
    """The saved work in a database, whose tables are made or brought up to date first.

    Args:
        url: As SQLAlchemy writes it: sqlite:///var/state.db, postgresql+psycopg://user@host/database.

    Raises:
        StateError: the database is not there, cannot be used, or is of a newer Strata.
    """
    state = State(connect(url))
    try:
        migrate(state)
    except StateError:
        state.close()
        raise
    return state


__all__ = [
    "Annotation",
    "Change",
    "Comparison",
    "MarkedChange",
    "Pinned",
    "SavedComparison",
    "SavedReview",
    "SavedSegment",
    "Showed",
    "Size",
    "State",
    "Use",
    "Visibility",
    "open_state",
]
