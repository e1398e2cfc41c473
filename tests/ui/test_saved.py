import io
import zipfile
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from strata.model.segment import AttributeCondition, Segment
from strata.state import SavedSegment
from strata.state.files import read_file
from strata.ui.holdings import Holdings
from strata.ui.saved import found, zipped
from strata.ui.state import Wish

WHEN = datetime(2026, 11, 21, 9, 5, tzinfo=UTC)
ASKED = AttributeCondition("role", "is", ("dentist",))
PLAIN = SavedSegment(
    "a", 1, Segment("A", ASKED), "", "ann", (), "everyone", False, False, False, "", WHEN, "ann", frozenset()
)
TAGGED = replace(PLAIN, id="b", segment=Segment("B", ASKED), tags=("pilot", "review"), owner="bob")
STARRED = replace(PLAIN, id="c", segment=Segment("C", ASKED), favourite_of=frozenset({"ann"}), is_verified=True)
PRIVATE = replace(PLAIN, id="d", segment=Segment("D", ASKED), visibility="private")
ARCHIVED = replace(PLAIN, id="e", segment=Segment("E", ASKED), is_archived=True)
ALL = (PLAIN, TAGGED, STARRED, PRIVATE, ARCHIVED)


@pytest.mark.parametrize(
    ("wish", "ids"),
    [
        (Wish(), "cabd"),
        (Wish(search="a"), "a"),
        (Wish(search="PILOT"), "b"),
        (Wish(tags=("review",)), "b"),
        (Wish(tags=("review", "other")), ""),
        (Wish(owner="bob"), "b"),
        (Wish(show="favourites"), "c"),
        (Wish(show="verified"), "c"),
        (Wish(show="private"), "d"),
        (Wish(show="archived"), "e"),
        (Wish(show="archived", opened="a"), "ae"),
    ],
)
def test_found_meets_the_wish_with_favourites_first(wish, ids):
    holdings = Holdings({saved.id: saved for saved in ALL}, {}, {}, {}, {}, {}, ())
    assert "".join(saved.id for saved in found(holdings, wish, "ann")) == ids


def test_zipped_holds_a_file_per_segment_that_reads_back():
    with zipfile.ZipFile(io.BytesIO(zipped((PLAIN, TAGGED)))) as archive:
        assert archive.namelist() == ["a.json", "b.json"]
        file = read_file(archive.read("b.json").decode(), segment_id="b")
    assert (file.segment, file.tags) == (TAGGED.segment, TAGGED.tags)
