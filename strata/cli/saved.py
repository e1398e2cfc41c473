"""Saved segments on the command line: where they are, who is asking, and segments given by name."""

import getpass
import os
from pathlib import Path

from strata.cli.command import ROOT, Arguments, Parser, is_segment_text, read_segment_argument
from strata.errors import SegmentError
from strata.membership import NO_LIBRARY, Library
from strata.model.attributes import unknown
from strata.model.segment import Segment
from strata.state import State, open_state

STATE_FILE = ROOT / "var" / "state.db"
STATE_URL = "STRATA_STATE"


def takes_state(parser: Parser) -> None:
    """Adds --state and --by."""
    text = f"database of saved segments (default: ${STATE_URL}, else a file beside the sample)"
    default = os.environ.get(STATE_URL) or f"sqlite:///{STATE_FILE}"
    parser.add_argument("--state", default=default, metavar="URL", help=text)
    text = "who is asking: sees their own segments and everyone's (default: your login)"
    parser.add_argument("--by", default=_login(), metavar="NAME", help=text)


def _login() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container's user need not have a name
        return "you"


def open_saved(chosen: Arguments) -> State:
    """The saved segments; raises StateError when their database cannot be used."""
    return open_state(chosen.state)


def library(chosen: Arguments) -> Library:
    """What conditions may refer to; nothing, where nothing was saved yet."""
    if chosen.state == f"sqlite:///{STATE_FILE}" and not Path(STATE_FILE).is_file():
        return NO_LIBRARY
    state = open_saved(chosen)
    try:
        return Library(state.references(for_user=chosen.by))
    finally:
        state.close()


def segment_argument(text: str, known: Library) -> Segment:
    """The segment in a JSON file, the one saved under a name or id, or the users with ATTRIBUTE=VALUE.

    Raises:
        SegmentError: it is none of these.
    """
    if text in known.segments:
        return known.segments[text]
    if not is_segment_text(text) and known.segments:
        raise SegmentError(
            f"{unknown('saved segment', text, known.segments)} A JSON file or ATTRIBUTE=VALUE will do too."
        )
    return read_segment_argument(text)
