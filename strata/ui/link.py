"""The address in the browser carries what is on screen, so that a copied link opens the same view.

Saved segments stand in it as id@version, all others in full. What only one page shows (the segment being built,
what is looked for in the library) is written by that page's blocks with `carry`, and goes when the page is left.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast, get_args
from urllib.parse import urlencode

import streamlit as st

from strata.analysis.splits import check_split
from strata.errors import StrataError
from strata.model.metrics import metric
from strata.model.recipe import parse_options
from strata.model.results import PREVIOUS
from strata.model.segment import EVER, EVERYONE, Segment, parse_segment
from strata.model.segment.fields import WINDOW
from strata.state import Pinned, SavedSegment
from strata.ui import cache, library, words
from strata.ui.frame import escape
from strata.ui.holdings import pinned
from strata.ui.review_draft import ReviewDraft
from strata.ui.state import UNNAMED, Layout, Show, Sort, State, View, Which, Wish, current

LONGEST = 6_000
"""Characters; longer addresses are cut by mail programs and proxies, so the segments then stay out."""
ORIGIN = "the link"
LARGEST_MARGIN = 1e9
DRAFT = ("draft", "edits")
WISH = ("find", "tags", "owner", "show", "open")
LAYOUT = ("sort", "which", "view")
OF_ONE_PAGE = (*DRAFT, *WISH, "overlap", *LAYOUT, "margins", "look", "review")
BEFORE = {"period": "before"}
"""How a link names the baseline that is the same people in the period before."""


def keep() -> None:
    """Reads the address once, at the start of a visit, says what of it made no sense, and then keeps it up to date."""
    shown, now = current(), st.query_params.to_dict()
    if not shown.is_link_read:
        shown.is_link_read = True
        _read(shown, now)
    if shown.notice:
        st.warning(escape(shown.notice), icon=":material/info:")
        shown.notice = None
    said = params(shown)
    if shown.in_play is not None and "segments" not in said:
        st.caption("This view is too long for a link: save its segments in the builder, and the link will name them.")
    _write(said | {name: said for name, said in now.items() if name in OF_ONE_PAGE})


def carry(said: dict[str, str]) -> None:
    """Puts what one page alone shows into the address, instead of what it carried of that kind before."""
    now = st.query_params.to_dict()
    _write({name: text for name, text in now.items() if name not in OF_ONE_PAGE} | said)


def params(shown: State) -> dict[str, str]:
    """What the address says of a state on every page; a fresh state says nothing."""
    said: dict[str, str] = {}
    if shown.in_play is not None:
        said["segments"] = _json([_reference(segment) for segment in library.in_play()])
    if shown.baseline == PREVIOUS:
        said["baseline"] = _json(BEFORE)
    elif shown.baseline and shown.baseline in library.everything():
        said["baseline"] = _json(_reference(library.find(shown.baseline)))
    if shown.metrics is not None:
        said["metrics"] = _json(shown.metrics)
    if shown.window != EVER:
        said["window"] = _json(WINDOW.write(shown.window))
    if shown.split:
        said["by"] = shown.split
    if shown.options:
        said["options"] = _json(shown.options)
    return _short(said)


def draft() -> dict[str, str]:
    """What the address says of the segment being built: a saved version by its number, anything else in full."""
    shown = current()
    segment, base = shown.built(), library.edited()
    if base and (segment.key, segment.name) == (base.segment.key, base.name):
        return {"draft": _json(_numbered(pinned(base)))}
    if segment.key == EVERYONE.key and not shown.draft_name:
        return {}
    return _short({"draft": _json(segment.as_json())} | ({"edits": _numbered(pinned(base))} if base else {}))


def wish() -> dict[str, str]:
    """What the address says of the library: what is looked for, and what is opened."""
    looked = current().wish
    said = {"find": looked.search, "owner": looked.owner, "open": looked.opened}
    said |= {"tags": _json(looked.tags) if looked.tags else "", "show": looked.show if looked.show != "all" else ""}
    return {name: text for name, text in said.items() if text}


def overlap() -> dict[str, str]:
    """What the address says of the segments laid over one another; nothing as long as they are those in play."""
    known, chosen = library.everything(), current().overlap
    if chosen is None:
        return {}
    return _short({"overlap": _json([_reference(known[name]) for name in chosen if name in known])})


def scorecard() -> dict[str, str]:
    """What the address says of a scorecard: order, filter and form, margins, and what is looked at closely."""
    shown, usual = current(), Layout()
    said = {name: str(getattr(shown.layout, name)) for name in LAYOUT}
    said = {name: text for name, text in said.items() if text != getattr(usual, name)}
    if shown.margins:
        said["margins"] = _json(shown.margins)
    if shown.look:
        said["look"] = _json(shown.look)
    return _short(said)


def review() -> dict[str, str]:
    """What the address says of the reviews: which is open."""
    opened = current().review
    return {"review": opened.id} if opened else {}


def address() -> str:
    """The address that shows this view again; empty where there is no browser."""
    said = urlencode(st.query_params.to_dict())
    return f"{st.context.url}?{said}".removesuffix("?") if st.context.url else ""


def _write(wanted: Mapping[str, str]) -> None:
    if st.query_params.to_dict() != wanted:
        st.query_params.from_dict(dict(wanted))


def _short(said: dict[str, str]) -> dict[str, str]:
    return {} if sum(map(len, said.values())) > LONGEST else said


def _json(document: object) -> str:
    return json.dumps(document, separators=(",", ":"), ensure_ascii=False)


def _reference(segment: Segment) -> object:
    """A segment as a link names it: the version of the saved one, else all of it."""
    saved = library.find_saved(segment.name)
    pin = pinned(saved) if saved else current().pins.get(segment.name)
    return _numbered(pin) if pin else segment.as_json()


def _numbered(pin: Pinned) -> str:
    return f"{pin.id}@{pin.version}"


def _read(shown: State, said: Mapping[str, str]) -> None:
    """Takes over what an address says; what makes no sense is left out and said, the rest still counts."""
    reading = Reading(shown, said)
    for names, read in READERS.items():
        if not said.keys().isdisjoint(names):
            try:
                read(reading)
            except (json.JSONDecodeError, RecursionError, TypeError, ValueError):
                reading.left_out.append(f"Its part {names[0]!r} is damaged: copy the link again.")
            except StrataError as error:
                reading.left_out.append(str(error))
    if reading.left_out:
        reading.left_out.insert(0, "The link could not be read in full, so parts of it are left out.")
    shown.notice = " ".join([*reading.left_out, *reading.remarks]) or shown.notice


@dataclass(frozen=True, slots=True)
class Reading:
    """An address being read: the state it fills, what was left out, and what else to know."""

    shown: State
    said: Mapping[str, str]
    left_out: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def segments(self) -> None:
        """The segments in play, those that can be had."""
        documents = json.loads(self.said["segments"])
        self.shown.play(name for name in map(self._adopted, documents) if name)

    def overlap(self) -> None:
        """The segments laid over one another."""
        adopted = map(self._adopted, json.loads(self.said["overlap"]))
        self.shown.overlap = tuple(dict.fromkeys(name for name in adopted if name))

    def baseline(self) -> None:
        """What is compared with."""
        document = json.loads(self.said["baseline"])
        self.shown.baseline = PREVIOUS if document == BEFORE else self._adopted(document)

    def metrics(self) -> None:
        """The metrics, by their names."""
        names = json.loads(self.said["metrics"])
        self.shown.metrics = tuple(metric(str(name), cache.catalog()).name for name in names)

    def window(self) -> None:
        """The dates."""
        self.shown.window = WINDOW.read(json.loads(self.said["window"]), f"{ORIGIN}, window")

    def layout(self) -> None:
        """Order, filter and form of the scorecard; a word that is none of them is left out."""
        allowed: Mapping[str, tuple[str, ...]] = {name: get_args(each) for name, each in CHOICES.items()}
        chosen: dict[str, Any] = {name: self.said[name] for name in LAYOUT if self.said.get(name) in allowed[name]}
        self.shown.layout = Layout(**chosen)

    def margins(self) -> None:
        """What is practically the same, metric by metric."""
        margins, catalog = dict(json.loads(self.said["margins"])), cache.catalog()
        self.shown.margins = {metric(str(name), catalog).name: _margin(size) for name, size in margins.items()}

    def look(self) -> None:
        """The metric and the segment looked at closely."""
        metric_name, segment = json.loads(self.said["look"])
        self.shown.look = (str(metric_name), str(segment))

    def split(self) -> None:
        """What people are split by on the pages about answers."""
        self.shown.split = check_split(cache.catalog(), self.said["by"])

    def options(self) -> None:
        """What else was chosen on the screens that make exhibits."""
        self.shown.options = {
            kind: dict(parse_options(chosen, origin=ORIGIN))
            for kind, chosen in dict(json.loads(self.said["options"])).items()
        }

    def draft(self) -> None:
        """The segment in the builder, and the saved version it would be saved on top of."""
        document = json.loads(self.said["draft"])
        if isinstance(document, str):
            saved = self._saved(document)
            self.shown.edit(saved.segment, saved)
            return
        base = self._saved(self.said["edits"]) if "edits" in self.said else None
        segment = parse_segment(document, origin=ORIGIN)
        self.shown.edit(segment, base)
        if segment.name == UNNAMED:
            self.shown.draft_name = ""

    def review(self) -> None:
        """The review that is open."""
        saved = cache.saved_work().review(self.said["review"], for_user=library.who())
        self.shown.review = ReviewDraft.of(saved)

    def wish(self) -> None:
        """What is looked for in the library."""
        said = self.said
        show = said.get("show", "all")
        self.shown.wish = Wish(
            search=said.get("find", ""),
            tags=tuple(map(str, json.loads(said.get("tags", "[]")))),
            owner=said.get("owner"),
            show=cast("Show", show) if show in get_args(Show) else "all",
            opened=library.version(said["open"]).id if "open" in said else None,
        )

    def _adopted(self, document: object) -> str | None:
        """The name a linked segment goes by from here on; None for one that cannot be had, which is said."""
        try:
            if isinstance(document, str):
                return library.hold_version(self._saved(document))
            segment = parse_segment(document, origin=ORIGIN)
            cache.segment_size(segment, library.references())
            return library.hold(segment)
        except StrataError as error:
            self.left_out.append(str(error))
            return None

    def _saved(self, text: str) -> SavedSegment:
        segment_id, _, number = text.partition("@")
        saved = library.version(segment_id, int(number) if number else None)
        newest = library.version(segment_id)
        if saved.is_archived:
            self.remarks.append(
                f"{saved.name!r} is archived: it is shown as it was saved; the library takes it out of the archive."
            )
        elif newest.version > saved.version:
            self.remarks.append(
                f"The link shows version {saved.version} of {saved.name!r}; "
                f"{newest.saved_by} has saved version {newest.version} since, on {words.day(newest.saved_at)}."
            )
        return saved


def _margin(size: object) -> float:
    """A margin as a number from zero up; raises ValueError for any other."""
    margin = float(str(size))
    if not 0 <= margin <= LARGEST_MARGIN:
        raise ValueError(f"{margin} is no margin")
    return margin


CHOICES = {"sort": Sort, "which": Which, "view": View}
READERS: Mapping[tuple[str, ...], Callable[[Reading], None]] = {
    ("segments",): Reading.segments,
    ("overlap",): Reading.overlap,
    ("baseline",): Reading.baseline,
    ("metrics",): Reading.metrics,
    ("window",): Reading.window,
    LAYOUT: Reading.layout,
    ("margins",): Reading.margins,
    ("look",): Reading.look,
    ("by",): Reading.split,
    ("options",): Reading.options,
    ("draft",): Reading.draft,
    WISH: Reading.wish,
    ("review",): Reading.review,
}
"""How the parts of an address are read."""
