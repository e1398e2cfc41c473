"""`strata review`: a saved review made again from the data as they are now, as one file; for cron and CI jobs too."""

import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from strata.analysis.exhibits import make
from strata.analysis.review import Shown, exhibits, rerun
from strata.analysis.source import source
from strata.cli.command import Arguments, Command, Parser, print_json, takes_json, takes_warehouse
from strata.cli.export import look_of, takes_look
from strata.cli.saved import open_saved, takes_state
from strata.cli.segments import version_number
from strata.errors import StateError
from strata.export import FORMATS, files, format_named
from strata.membership import Library
from strata.model.attributes import unknown
from strata.model.exhibit import Exhibit
from strata.state import SavedReview, State
from strata.warehouse import Warehouse


def _describe(parser: Parser) -> None:
    parser.add_argument("review", nargs="?", metavar="PACK", help="its name or id (default: list the reviews)")
    parser.add_argument("--version", type=version_number, metavar="N", help="an earlier version (default: the newest)")
    parser.add_argument("--format", default="pptx", metavar="FORMAT", help=f"one of {', '.join(FORMATS)}")
    parser.add_argument("--out", type=Path, metavar="FILE", help="the file to write (default: say only what changed)")
    takes_look(parser)
    takes_warehouse(parser)
    takes_state(parser)
    takes_json(parser)


def _run(chosen: Arguments) -> None:
    work = open_saved(chosen)
    try:
        known = {each.id: each for each in work.reviews(for_user=chosen.by)}
        if chosen.review is None:
            _list(known)
        else:
            _make(work, _asked(work, known, chosen), chosen)
    finally:
        work.close()


def _list(known: Mapping[str, SavedReview]) -> None:
    for saved in known.values():
        print(
            f"{saved.id}  {saved.name}  v{saved.version}  {len(saved.items)} charts  {saved.owner}, {saved.visibility}"
        )
    if not known:
        print("No reviews: press 'Add to a review' under a chart to begin one.")


def _asked(work: State, known: Mapping[str, SavedReview], chosen: Arguments) -> SavedReview:
    """The review of that id or name, one's own before everyone's."""
    named = {each.name: each.id for each in sorted(known.values(), key=lambda each: each.owner == chosen.by)}
    review_id = chosen.review if chosen.review in known else named.get(chosen.review)
    if review_id is None:
        raise StateError(unknown("review", chosen.review, [*known, *named]))
    return work.review(review_id, chosen.version, for_user=chosen.by)


def _make(work: State, saved: SavedReview, chosen: Arguments) -> None:
    row, look = format_named(chosen.format), look_of(chosen)
    warehouse = Warehouse.open(chosen.warehouse)
    library = Library(work.references(for_user=chosen.by))
    makes = partial(make, warehouse, library=library)
    shown = rerun(work, saved.id, saved.items, makes, warehouse.catalog, now=datetime.now(UTC))
    made = exhibits(saved.name, shown, source(warehouse))
    if chosen.out:
        files.save(chosen.out, row.write(made, look))
    _tell(saved, shown, made, chosen)


def _tell(saved: SavedReview, shown: tuple[Shown, ...], made: tuple[Exhibit, ...], chosen: Arguments) -> None:
    """What changed and what is wrong; with --json all of it."""
    if chosen.json:
        items = [each.item.as_json() | {"problem": each.problem, "changes": each.changes.as_json()} for each in shown]
        about = {"id": saved.id, "name": saved.name, "version": saved.version}
        print_json(about | {"items": items, "exhibits": [each.as_json() for each in made]})
        return
    for each in shown:
        print(each.item.name)
        for line in () if each.problem else each.changes.sentences:
            print(f"  - {line}")
        if each.problem:
            print(f"  - left out: {each.problem}", file=sys.stderr)
    if chosen.out:
        print(f"Wrote {len(shown)} charts of {saved.name!r}, version {saved.version}, to {chosen.out}.")


COMMAND = Command("review", "Make a saved review again from the data as they are now, as one file.", _describe, _run)
