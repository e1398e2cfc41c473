"""The review being edited: pure, so that every edit is a new value."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Self

from strata.model.review import Item, moved, repinned, without_twins
from strata.state import SavedReview, Visibility


@dataclass(frozen=True, slots=True)
class ReviewDraft:
    """A saved review with the edits not saved yet.

    Attributes:
        id: The review.
        version: The version that is edited; a save makes the next.
        name, visibility, items: What it says now.
        before: What the saved version says of these three.
    """

    id: str
    version: int
    name: str
    visibility: Visibility
    items: tuple[Item, ...]
    before: tuple[str, Visibility, tuple[Item, ...]]

    @classmethod
    def of(cls, saved: SavedReview) -> Self:
        """A saved review without any edit."""
        said = (saved.name, saved.visibility, saved.items)
        return cls(saved.id, saved.version, *said, before=said)

    @property
    def is_changed(self) -> bool:
        """Whether there is anything to save."""
        return (self.name, self.visibility, self.items) != self.before

    def moved(self, key: str, step: int) -> Self:
        """With one item further down, or up."""
        return replace(self, items=moved(self.items, key, step))

    def without(self, key: str) -> Self:
        """Without one item."""
        return replace(self, items=tuple(each for each in self.items if each.key != key))

    def saying(self, key: str, **said: str) -> Self:
        """With another headline or comment of one item."""
        return self.holding(replace(each, **said) if each.key == key else each for each in self.items)

    def repinned(self, key: str, versions: Mapping[str, int]) -> Self:
        """With other versions of the saved segments of one item."""
        return self.holding(repinned(each, versions) if each.key == key else each for each in self.items)

    def holding(self, items: Iterable[Item]) -> Self:
        """With other items."""
        return replace(self, items=without_twins(items))
