"""What one visitor has on screen: the only module that touches Streamlit's session state."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any, Literal, Self

import streamlit as st

from strata.export import Detail
from strata.model.recipe import Option
from strata.model.segment import EVER, EVERYONE, Segment, Window
from strata.state import Pinned, SavedSegment, Visibility
from strata.ui.draft import Draft
from strata.ui.review_draft import ReviewDraft

KEY = "strata"
UNNAMED = "this segment"
MOST_IN_PLAY = 8
N_COLOURS, N_CLEAR = 8, 6
"""Places of the palette; the last two, yellow and the colour of text, are taken once the others are."""
MOST_UNDONE = 100

Show = Literal["all", "favourites", "verified", "private", "archived"]
Sort = Literal["size", "name", "chosen"]
View = Literal["table", "chart"]
Which = Literal["all", "clear"]


@dataclass(frozen=True, slots=True)
class Form:
    """What is said of a segment when it is saved, besides its name and conditions."""

    description: str = ""
    tags: tuple[str, ...] = ()
    visibility: Visibility = "private"
    note: str = ""
    is_frozen: bool = False

    @classmethod
    def of(cls, saved: SavedSegment) -> Self:
        """What was said of a saved segment; the note is new for every version."""
        return cls(saved.description, saved.tags, saved.visibility, "", saved.is_frozen)


@dataclass(frozen=True, slots=True)
class Wish:
    """What someone looks for in the library, and the segment they have opened there, by its id."""

    search: str = ""
    tags: tuple[str, ...] = ()
    owner: str | None = None
    show: Show = "all"
    opened: str | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """How a scorecard is laid out: the order of its metrics, which of them, and in which form."""

    sort: Sort = "size"
    which: Which = "all"
    view: View = "table"


@dataclass(slots=True)
class State:
    """Everything that stays from page to page; None means 'not chosen yet, take the default'."""

    held: dict[str, Segment] = field(default_factory=dict)
    """Segments of this visit that are not saved under their names: out of charts and links."""
    pins: dict[str, Pinned] = field(default_factory=dict)
    """Which version of which saved segment a held one is, by its name."""
    in_play: tuple[str, ...] | None = None
    baseline: str | None = None
    """A segment's name, PREVIOUS, or None for everyone else."""
    metrics: tuple[str, ...] | None = None
    margins: dict[str, float] = field(default_factory=dict)
    """What is practically the same, where the visitor has said so, by metric; at 0 nothing is."""
    layout: Layout = field(default_factory=Layout)
    look: tuple[str, str] | None = None
    """The metric and the segment whose comparison is looked at closely."""
    window: Window = EVER
    split: str | None = None
    """What the pages about answers split people by."""
    options: dict[str, dict[str, Option]] = field(default_factory=dict)
    """What else was chosen on the screens that make exhibits, by the kind of recipe (see options.py)."""
    draft: Draft = field(default_factory=Draft)
    past: tuple[Draft, ...] = ()
    """What the draft was before each edit, the latest last; `future` what was undone, the latest last."""
    future: tuple[Draft, ...] = ()
    before: Draft | None = None
    """What was on screen before the last edit, to say what it changed."""
    refusal: str | None = None
    """Why the last edit of the draft was not made, in one sentence."""
    draft_name: str = ""
    edited: Segment = EVERYONE
    """The segment the draft came from; as long as the draft says the same, it is kept to the letter."""
    base: Pinned | None = None
    """The saved version the draft came from, of which a save makes the next."""
    form: Form = field(default_factory=Form)
    conflict: Pinned | None = None
    """What somebody else saved while this draft was edited."""
    wish: Wish = field(default_factory=Wish)
    overlap: tuple[str, ...] | None = None
    """The segments laid over one another, by name; None is those in play."""
    review: ReviewDraft | None = None
    """The review that is open; `last_review` is the id of the one a chart was last put into."""
    last_review: str | None = None
    revision: int = 0
    """Part of every widget's key: counts up when values change other than by the widget itself."""
    colours: dict[str, int] = field(default_factory=dict)
    detail: Detail = "full"
    """How much of what explains a chart is printed under it in files."""
    notice: str | None = None
    """One sentence to show once on the next page."""
    is_link_read: bool = False

    def play(self, names: Iterable[str]) -> None:
        """Puts these segments in play, at most eight."""
        self.in_play = tuple(dict.fromkeys(names))[:MOST_IN_PLAY]
        self.overlap = None
        if self.baseline in self.in_play:
            self.baseline = None
        self.revision += 1

    def edit(self, segment: Segment | None, saved: SavedSegment | None = None) -> None:
        """Loads a segment into the builder, or empties it; with `saved` it is a version to be edited further."""
        self.draft = Draft.of(segment.where, segment.of) if segment else Draft()
        self.past, self.future, self.before, self.refusal = (), (), None, None
        self.draft_name = segment.name if segment else ""
        self.edited = segment or EVERYONE
        self.base = Pinned(saved.id, saved.version) if saved else None
        self.form, self.conflict = Form.of(saved) if saved else Form(), None
        self.revision += 1

    def go_on(self, saved: SavedSegment) -> None:
        """Goes on with the draft as the version that was saved; what was done before can still be undone."""
        self.draft_name, self.edited = saved.name, saved.segment
        self.base, self.form, self.conflict = Pinned(saved.id, saved.version), Form.of(saved), None
        self.revision += 1

    def change(self, draft: Draft) -> None:
        """An edit of the draft that can be undone."""
        if draft == self.draft:
            return
        self.past = (*self.past, self.draft)[-MOST_UNDONE:]
        self.before, self.future, self.refusal = self.draft, (), None
        self.draft = draft

    def undo(self) -> None:
        """Takes the last edit of the draft back."""
        if self.past:
            self.before, self.future = self.draft, (*self.future, self.draft)
            self.draft, self.past = self.past[-1], self.past[:-1]
            self.refusal = None
            self.revision += 1

    def redo(self) -> None:
        """Makes the edit again that was taken back last."""
        if self.future:
            self.before, self.past = self.draft, (*self.past, self.draft)
            self.draft, self.future = self.future[-1], self.future[:-1]
            self.refusal = None
            self.revision += 1

    def built(self) -> Segment:
        """The draft as a segment."""
        name, where = self.draft_name.strip() or UNNAMED, self.draft.to_node()
        is_as_before = where == Draft.of(self.edited.where, self.edited.of).to_node()
        return Segment(name, self.edited.where if is_as_before else where, self.draft.members)

    def colour(self, name: str) -> int:
        """The place of a segment in the palette: kept as long as no two in play share one, the clearest first."""
        given = {other: place for other, place in self.colours.items() if other != name}
        in_play = given if self.in_play is None else self.in_play
        taken = {given[other] for other in in_play if other in given}
        if name not in self.colours or (self.colours[name] in taken and name in in_play):
            uses = list(given.values())
            order = sorted(range(N_COLOURS), key=lambda place: uses.count(place) + (place >= N_CLEAR))
            self.colours[name] = next((place for place in order if place not in taken), order[0])
        return self.colours[name]


def current() -> State:
    """The visitor's state, made on the first visit."""
    if KEY not in st.session_state:
        st.session_state[KEY] = State()
    state: State = st.session_state[KEY]
    return state


def value(key: str) -> Any:  # noqa: ANN401 - whatever the widget of that key yields
    """What a widget holds now; for the widget's own callback."""
    return st.session_state[key]


def put(key: str, chosen: object) -> None:
    """Sets a widget from the callback of another one."""
    st.session_state[key] = chosen


def seed(key: str, chosen: object, *, among: Collection[object]) -> None:
    """Gives a list its first value; what it can no longer hold is emptied."""
    st.session_state.setdefault(key, chosen)
    if st.session_state[key] not in among:
        st.session_state[key] = None


def clear(key: str) -> None:
    """Empties a widget; for its own callback, after which it shows its placeholder again."""
    st.session_state[key] = None


def forget(key: str) -> None:
    """Lets the widget of that key start again from its default."""
    st.session_state.pop(key, None)


def take(field_name: str, key: str) -> None:
    """The callback of a widget whose value is a field of the state."""
    chosen = value(key)
    setattr(current(), field_name, tuple(chosen) if isinstance(chosen, list) else chosen)
