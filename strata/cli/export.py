"""`strata export`: screens as files, made from their recipes; or the members of a segment as a list."""

import json
from pathlib import Path

from strata.analysis.exhibits import make
from strata.cli.command import SEGMENT_HELP, Arguments, Command, Parser, takes_warehouse
from strata.cli.saved import library, segment_argument, takes_state
from strata.errors import ExportError
from strata.export import FORMATS, Look, format_named
from strata.export.files import save
from strata.export.look import DETAILS
from strata.export.members import save_members
from strata.membership import Library
from strata.model.exhibit import Exhibit
from strata.model.recipe import Recipe, parse_recipe
from strata.warehouse import Warehouse


def takes_look(parser: Parser) -> None:
    """Adds --template and --detail."""
    text = "a company's .pptx, whose layouts and colours slides take"
    parser.add_argument("--template", type=Path, metavar="T", help=text)
    text = "how much of what explains the numbers is printed (default: full)"
    parser.add_argument("--detail", choices=DETAILS, default="full", help=text)


def look_of(chosen: Arguments) -> Look:
    """How the files are to look; raises ExportError where the template cannot be read."""
    return Look(detail=chosen.detail, template=_read(chosen.template) if chosen.template else None)


def _describe(parser: Parser) -> None:
    text = "JSON files of recipes (kind, segments, baseline, window, options); several make one file"
    parser.add_argument("recipes", nargs="*", type=Path, metavar="RECIPE.json", help=text)
    parser.add_argument("--members", metavar="SEGMENT", help=f"a list of members instead: {SEGMENT_HELP}")
    text = f"one of {', '.join(FORMATS)} (default: by how FILE ends)"
    parser.add_argument("--format", metavar="FORMAT", help=text)
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="the file to write")
    takes_look(parser)
    takes_warehouse(parser)
    takes_state(parser)


def _run(chosen: Arguments) -> None:
    warehouse, known = Warehouse.open(chosen.warehouse), library(chosen)
    if chosen.members:
        n = save_members(warehouse, segment_argument(chosen.members, known), chosen.out, known)
        print(f"Wrote {n:,} members to {chosen.out}.")
        return
    row = format_named(chosen.format or _by_suffix(chosen.out))
    found = _exhibits(warehouse, chosen.recipes, known)
    save(chosen.out, row.write(found, look_of(chosen)))
    print(f"Wrote {len(found)} charts and tables to {chosen.out}.")


def _exhibits(warehouse: Warehouse, recipes: list[Path], known: Library) -> tuple[Exhibit, ...]:
    if not recipes:
        raise ExportError("Name a recipe's JSON file, or the members of a segment with --members SEGMENT.")
    return tuple(exhibit for file in recipes for exhibit in make(warehouse, _recipe(file), known))


def _recipe(file: Path) -> Recipe:
    try:
        return parse_recipe(json.loads(_read(file)), origin=file.name)
    except (ValueError, RecursionError) as error:
        raise ExportError(
            f"{file.name[:80]} is no JSON document in UTF-8: write a recipe, see 'strata export -h'."
        ) from error


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except (OSError, ValueError) as error:
        raise ExportError(f"There is no file {str(file)[:80]} that can be read: check its path.") from error


def _by_suffix(file: Path) -> str:
    return next((row.name for row in FORMATS.values() if row.suffix == file.suffix), file.suffix.removeprefix("."))


COMMAND = Command("export", "Write charts and tables as slides, sheets, documents or pictures.", _describe, _run)
