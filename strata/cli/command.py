"""What every command is made of, and what several of them take."""

import argparse
import json
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass, is_dataclass
from datetime import date
from pathlib import Path

from strata.errors import SegmentError
from strata.model.segment import AttributeCondition, Segment, read_segment

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "var" / "sample"
SAMPLE_WAREHOUSE = SAMPLE / "warehouse"

Parser = argparse.ArgumentParser
Arguments = argparse.Namespace

SEGMENT_HELP = "a segment's JSON file, the name of a saved one, or ATTRIBUTE=VALUE"


@dataclass(frozen=True, slots=True)
class Command:
    """One word after `strata`: what it does, what it takes, and how it is done."""

    name: str
    summary: str
    describe: Callable[[Parser], None]
    run: Callable[[Arguments], None]


def takes_warehouse(parser: Parser) -> None:
    """Adds --warehouse."""
    text = "folder of the warehouse (default: the sample company's)"
    parser.add_argument("--warehouse", type=Path, default=SAMPLE_WAREHOUSE, metavar="DIR", help=text)


def takes_json(parser: Parser) -> None:
    """Adds --json."""
    parser.add_argument("--json", action="store_true", help="print the whole result as JSON")


def print_json(document: object) -> None:
    """Prints a result, or a dict, as JSON."""
    plain = asdict(document) if is_dataclass(document) and not isinstance(document, type) else document
    json.dump(plain, sys.stdout, indent=2, default=str, ensure_ascii=False, allow_nan=False)
    print()


def is_segment_text(text: str) -> bool:
    """Whether a text names a JSON file, or asks ATTRIBUTE=VALUE."""
    return "=" in text or text.endswith(".json") or _is_file(text)


def read_segment_argument(text: str) -> Segment:
    """The segment in a JSON file, or the users whose attribute has a value (ATTRIBUTE=VALUE).

    Raises:
        SegmentError: no such file, or no segment in it.
    """
    file = Path(text)
    attribute, equals, value = text.partition("=")
    if equals and not _is_file(text):
        return Segment(text, AttributeCondition(attribute, "is", (value,)))
    try:
        return read_segment(file.read_text(encoding="utf-8-sig"), origin=file.name)
    except UnicodeDecodeError as error:
        raise SegmentError(f"{file.name} is no text in UTF-8: save the segment as JSON in UTF-8.") from error
    except (OSError, ValueError) as error:
        raise SegmentError(f"There is no segment file {text:.80}: give a JSON file, or ATTRIBUTE=VALUE.") from error


def _is_file(text: str) -> bool:
    try:
        return Path(text).is_file()
    except (OSError, ValueError):  # longer than a path can be, or with a character that none can have
        return False


def read_day(text: str) -> date:
    """A day written as 2026-01-31, for argparse."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is no date: write it as 2026-01-31.") from error
