"""`strata segments`: the saved segments, their versions, and files of them for git."""

import argparse
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from strata.cli.command import Arguments, Command, Parser, print_json, read_segment_argument, takes_json
from strata.cli.saved import open_saved, takes_state
from strata.model.diff import diff
from strata.state import SavedSegment, State


@dataclass(frozen=True, slots=True)
class Action:
    """One word after `strata segments`."""

    summary: str
    describe: Callable[[Parser], None]
    run: Callable[[State, Arguments], None]


def version_number(text: str) -> int:
    """A version's number, for argparse."""
    if not text.isdecimal() or len(text) > 9:
        raise argparse.ArgumentTypeError(f"{text:.40} is no version: write a whole number such as 2.")
    return int(text)


def _takes_search(parser: Parser) -> None:
    parser.add_argument("--search", default="", metavar="WORDS", help="words in the name, description or tags")
    parser.add_argument("--archived", action="store_true", help="list archived segments too")
    takes_json(parser)


def _list(state: State, chosen: Arguments) -> None:
    found = state.list(search=chosen.search, include_archived=chosen.archived, for_user=chosen.by)
    if chosen.json:
        print_json([_as_json(saved) for saved in found])
        return
    for saved in found:
        marks = [mark for mark, is_on in (("verified", saved.is_verified), ("archived", saved.is_archived)) if is_on]
        print(
            f"{saved.id}  {saved.name}  v{saved.version}  {saved.owner}, {saved.visibility}  {' '.join(marks)}".rstrip()
        )
    if not found:
        print("No saved segments: 'strata segments save FILE.json' saves the first.")


def _takes_version(parser: Parser) -> None:
    parser.add_argument("id", help="the segment's id, as 'segments list' shows it")
    parser.add_argument("--version", type=version_number, metavar="N", help="an earlier version (default: the newest)")


def _show(state: State, chosen: Arguments) -> None:
    print_json(_as_json(state.get(chosen.id, chosen.version, for_user=chosen.by)))


def _takes_file(parser: Parser) -> None:
    parser.add_argument("file", help="the segment's JSON file, or ATTRIBUTE=VALUE")
    parser.add_argument("--id", help="the saved segment that gets another version (default: a new segment)")
    parser.add_argument(
        "--base", type=version_number, metavar="N", help="the version that was edited (default: the newest)"
    )
    parser.add_argument("--everyone", action="store_true", help="everyone may see it (default: only you)")
    parser.add_argument("--description", help="what it is for")
    parser.add_argument("--tag", action="append", metavar="WORD", help="a word to find it by; give it several times")
    parser.add_argument("--note", default="", help="what changed, for the history")


def _save(state: State, chosen: Arguments) -> None:
    saved = state.save(
        read_segment_argument(chosen.file),
        by=chosen.by,
        now=datetime.now(UTC),
        segment_id=chosen.id,
        base_version=(chosen.base if chosen.base is not None else state.get(chosen.id, for_user=chosen.by).version)
        if chosen.id
        else None,
        description=chosen.description,
        tags=chosen.tag,
        visibility="everyone" if chosen.everyone else None,
        note=chosen.note,
    )
    print(f"Saved {saved.name!r} as {saved.id}, version {saved.version}.")


def _takes_versions(parser: Parser) -> None:
    parser.add_argument("id", help="the segment's id")
    parser.add_argument("old", type=version_number, help="the earlier version")
    parser.add_argument("new", type=version_number, nargs="?", help="the later version (default: the newest)")


def _diff(state: State, chosen: Arguments) -> None:
    old, new = (state.get(chosen.id, version, for_user=chosen.by) for version in (chosen.old, chosen.new))
    for line in diff(old.segment, new.segment) or ("No difference.",):
        print(line)


def _takes_folder(parser: Parser) -> None:
    parser.add_argument("folder", type=Path, help="folder of the JSON files")


def _export(state: State, chosen: Arguments) -> None:
    files = state.export_files(chosen.folder)
    print(f"Wrote {len(files):,} segments that everyone sees to {chosen.folder}.")


def _import(state: State, chosen: Arguments) -> None:
    saved = state.import_files(chosen.folder, by=chosen.by, now=datetime.now(UTC))
    print(f"Saved {len(saved):,} new or changed segments from {chosen.folder}.")


def _restore(state: State, chosen: Arguments) -> None:
    saved = state.restore(
        chosen.id,
        chosen.version or state.get(chosen.id, for_user=chosen.by).version,
        by=chosen.by,
        now=datetime.now(UTC),
    )
    print(f"{saved.name!r} is again what it was, as version {saved.version}.")


ACTIONS: Mapping[str, Action] = {
    "list": Action("List the saved segments you may see.", _takes_search, _list),
    "show": Action("Print one segment as JSON.", _takes_version, _show),
    "save": Action("Save a segment, or another version of one.", _takes_file, _save),
    "diff": Action("Say what changed between two versions.", _takes_versions, _diff),
    "restore": Action("Make an old version the newest.", _takes_version, _restore),
    "export": Action("Write the segments everyone sees as files, e.g. for git.", _takes_folder, _export),
    "import": Action("Save the segments in a folder of files.", _takes_folder, _import),
}


def _as_json(saved: SavedSegment) -> dict[str, object]:
    about = {
        "id": saved.id,
        "version": saved.version,
        "description": saved.description,
        "owner": saved.owner,
        "tags": list(saved.tags),
        "visibility": saved.visibility,
        "verified": saved.is_verified,
        "archived": saved.is_archived,
        "frozen": saved.is_frozen,
        "note": saved.note,
        "saved_at": saved.saved_at.isoformat(),
        "saved_by": saved.saved_by,
    }
    return saved.segment.as_json() | about


def _describe(parser: Parser) -> None:
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    for name, action in ACTIONS.items():
        child = actions.add_parser(name, help=action.summary, description=action.summary)
        action.describe(child)
        takes_state(child)
        child.set_defaults(action=action)


def _run(chosen: Arguments) -> None:
    state = open_saved(chosen)
    try:
        chosen.action.run(state, chosen)
    finally:
        state.close()


COMMAND = Command("segments", "List, save, compare and exchange saved segments.", _describe, _run)
