"""Comments as exhibits: what they are about, by group; what one group says that others do not; quotes."""

from collections.abc import Iterator, Mapping

from strata.analysis.comments import asked_of, n_people, quotes
from strata.analysis.learning import FEWEST_COMMENTS, learn
from strata.analysis.sentiment_words import key
from strata.analysis.source import source
from strata.analysis.splits import Side, split
from strata.analysis.themes_exhibits import EVERYONE, Scene, compared, focus, said, scored, themed
from strata.membership import Library
from strata.model.exhibit import Column, Exhibit, Stamp, Table
from strata.model.recipe import Recipe
from strata.warehouse import Warehouse

MOST_GROUPS = 7
FEWEST_PEOPLE = 5
"""People of a group whose comments are shown under its name; fewer could be recognised."""
VIEWS: Mapping[str, str] = {"themes": "Themes", "words": "What one group says", "quotes": "Quotes"}
"""The parts a recipe may ask for one by one as `view`; without it all of them are made."""


def exhibits(warehouse: Warehouse, recipe: Recipe, library: Library) -> tuple[Exhibit, ...]:
    """What people say; nothing where nobody left a comment.

    Args:
        warehouse: Where comments are.
        recipe: `question` names the survey, `band` which answers (e.g. "detractor"), `find` a text comments contain,
            `focus` the group whose words are looked for; `by` and the like are those of `split`.
        library: The segments that others refer to.

    Raises:
        SegmentError: the split cannot be made.
        MetricError: no survey is loaded.
    """
    asked = asked_of(warehouse, recipe.option("question"), recipe.window, recipe.option("band", ""))
    n = n_people(warehouse, warehouse.population, asked)
    if not n:
        return ()
    groups = split(warehouse, recipe, library)
    known = [side for side in groups.sides if side.users.bit_count() >= FEWEST_PEOPLE]
    largest = sorted(known, key=lambda side: -side.users.bit_count())[:MOST_GROUPS]
    sides = tuple(side for side in known if side in largest)
    return tuple(_all(warehouse, recipe, Scene(asked, groups, sides, learn(warehouse, asked)), n=n))


def _all(warehouse: Warehouse, recipe: Recipe, scene: Scene, *, n: int) -> Iterator[Exhibit]:
    view = recipe.option("view")
    if view != "quotes":
        if n < FEWEST_COMMENTS or not len(scene.learnt.themes) or not scene.sides:
            yield _too_few(warehouse, scene, n)
        else:
            yield from _told(warehouse, recipe, scene, view)
    if view in (None, "quotes"):
        yield quoted(warehouse, scene, find=recipe.option("find", ""), of=recipe.option("focus"))


def _told(warehouse: Warehouse, recipe: Recipe, scene: Scene, view: str | None) -> Iterator[Exhibit]:
    board = compared(warehouse, scene)
    if view in (None, "themes"):
        yield themed(warehouse, scene, board)
        if not scene.band:
            yield scored(warehouse, scene, board)
    if view in (None, "words"):
        yield said(warehouse, scene, focus(scene, board, recipe.option("focus")))


def quoted(warehouse: Warehouse, scene: Scene, *, find: str, of: str | None) -> Exhibit:
    """The newest comments of a group or of everyone, masked, with their answer and the group of their author."""
    side = next((side for side in scene.sides if side.name == of), Side(EVERYONE, warehouse.population, None))
    found = quotes(warehouse, side.users, scene.asked, scene.sides, find=find)
    columns = (Column("comment"), Column("answer"), Column("category"), Column("day"), Column(scene.split.title))
    rows = tuple((each.text, each.score, each.band, each.day, ", ".join(each.groups)) for each in found.quotes)
    holding = f" that contain {find!r}" if find else ""
    shown = f"the newest {len(rows):,} are shown" if len(rows) < found.n_comments else "all are shown"
    many = f"{found.n_comments:,} comments{holding} of {side.name}, from {found.n_people:,} people; {shown}."
    stamp = Stamp(found.source, rules=("Names, addresses and numbers that identify are masked",))
    title = f"What people say in {scene.whose} answers"
    return Exhibit(key(title), title, None, stamp, (many,), table=Table(columns, rows), result=found.as_json)


def _too_few(warehouse: Warehouse, scene: Scene, n: int) -> Exhibit:
    title, why = f"What {scene.whose} comments are about", _why_none(scene, n)
    return Exhibit(key(title), title, None, Stamp(source(warehouse, scene.asked.window)), findings=(why,))


def _why_none(scene: Scene, n: int) -> str:
    if n < FEWEST_COMMENTS:
        return f"{n:,} comments are too few to tell themes: {FEWEST_COMMENTS} are needed. Choose more dates or answers."
    if not scene.sides:
        return f"No group has {FEWEST_PEOPLE} people or more: split by something else."
    return f"{n:,} comments do not differ enough in their words to tell themes: look at quotes, or choose more dates."
