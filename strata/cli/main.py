"""`strata COMMAND`: exit code 0 is done, 2 a mistake of the user's in one sentence, 1 anything else."""

import os
import sys
from collections.abc import Sequence

from strata.cli import (
    bench,
    calibrate,
    compare,
    count,
    demo,
    doctor,
    export,
    gaps,
    impact,
    load,
    review,
    segments,
    serve,
)
from strata.cli.command import Parser
from strata.errors import StrataError

COMMANDS = (
    demo.COMMAND,
    load.COMMAND,
    serve.COMMAND,
    count.COMMAND,
    compare.COMMAND,
    gaps.COMMAND,
    impact.COMMAND,
    calibrate.COMMAND,
    doctor.COMMAND,
    segments.COMMAND,
    review.COMMAND,
    export.COMMAND,
    bench.COMMAND,
)
CTRL_C = "Query interrupted"
"""What DuckDB makes of Ctrl-C while a statement runs."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and returns the exit code."""
    chosen = _parser().parse_args(arguments)
    try:
        chosen.command.run(chosen)
    except StrataError as error:
        return _failed(str(error), code=2)
    except KeyboardInterrupt:
        return _failed("Stopped.", code=1)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # `strata ... | head` is no failure
        return 0
    except Exception as error:
        if isinstance(error, RuntimeError) and str(error) == CTRL_C:
            return _failed("Stopped.", code=1)
        if os.environ.get("STRATA_DEBUG"):
            raise
        return _failed(f"This failed through no fault of yours ({error!r}): STRATA_DEBUG=1 shows where.", code=1)
    return 0


def _failed(sentence: str, *, code: int) -> int:
    print(sentence, file=sys.stderr)
    return code


def _parser() -> Parser:
    parser = Parser(prog="strata", description="Segments of users, compared honestly.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for command in COMMANDS:
        child = commands.add_parser(command.name, help=command.summary, description=command.summary)
        command.describe(child)
        child.set_defaults(command=command)
    return parser
