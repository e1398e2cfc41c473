"""The saved segments one person may see, read in one go and then only looked up."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Self

from strata.model.segment import Segment
from strata.state import Pinned, SavedReview, SavedSegment, State, Use
from strata.state.uses import resolved


@dataclass(frozen=True, slots=True)
class Holdings:
    """Everything one person may see, as it was after one change.

    Attributes:
        by_id: Each newest version, archived ones too, by name.
        by_name: Those that are not archived, by the name they go by on screen.
        named: Those again, as they are counted.
        counted: Each as it is counted: a frozen one as the list of its users. By id.
        references: What conditions may refer to, by id and by name.
        uses: What refers to a segment, by its id.
        reviews: The newest versions of the reviews the person may see, by name.
    """

    by_id: Mapping[str, SavedSegment]
    by_name: Mapping[str, SavedSegment]
    named: Mapping[str, Segment]
    counted: Mapping[str, Segment]
    references: Mapping[str, Segment]
    uses: Mapping[str, tuple[Use, ...]]
    reviews: tuple[SavedReview, ...]

    @classmethod
    def of(cls, work: State, person: str) -> Self:
        """What a person may see now."""
        seen = work.list(for_user=person, include_archived=True)
        counted = {saved.id: work.counted(saved) for saved in seen}
        by_name = _by_name(seen)
        return cls(
            by_id={saved.id: saved for saved in seen},
            by_name=by_name,
            named={name: replace(counted[saved.id], name=name) for name, saved in by_name.items()},
            counted=counted,
            references={word: counted[saved.id] for word, saved in resolved(seen, person).items()},
            uses=work.uses(),
            reviews=work.reviews(for_user=person),
        )

    @property
    def tags(self) -> tuple[str, ...]:
        """Every tag, each once."""
        return tuple(sorted({tag for saved in self.by_id.values() for tag in saved.tags}))

    @property
    def owners(self) -> tuple[str, ...]:
        """Everyone who owns one of them."""
        return tuple(sorted({saved.owner for saved in self.by_id.values()}))


def pinned(saved: SavedSegment) -> Pinned:
    """Which version of which segment it is."""
    return Pinned(saved.id, saved.version)


def _by_name(seen: tuple[SavedSegment, ...]) -> dict[str, SavedSegment]:
    """One's own go by their names; one of everyone's with the same name says whose it is."""
    current = [saved for saved in seen if not saved.is_archived]
    own = {saved.name: saved for saved in current if saved.visibility == "private"}
    shared = [saved for saved in current if saved.visibility == "everyone"]
    named = {(f"{saved.name} (everyone's)" if saved.name in own else saved.name): saved for saved in shared}
    return dict(sorted((own | named).items(), key=lambda item: item[0].casefold()))
