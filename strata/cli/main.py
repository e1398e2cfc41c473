"""`strata COMMAND`: exit code 0 is done, 2 a mistake of the user's in one sentence, 1 anything else."""

import os
import sys
from collections.abc import Sequence
from importlib import import_module

from strata.cli.command import Command, Parser
from strata.errors import StrataError

COMMANDS = (
    *("demo", "load", "serve", "count", "compare", "gaps", "impact", "calibrate", "doctor", "segments", "review"),
    *("export", "bench"),
)
"""The words after `strata`; each is a module of this package, imported once it is asked for."""
CTRL_C = "Query interrupted"
"""What DuckDB makes of Ctrl-C while a statement runs."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and returns the exit code."""
    words = sys.argv[1:] if arguments is None else arguments
    try:  # around the parser too, which imports what the command needs: most of what a short command takes
        chosen = _parser(words[:1]).parse_args(words)
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


def _parser(first: Sequence[str] = ()) -> Parser:
    """The parser of the command that the first word names, of all of them where it names none."""
    parser = Parser(prog="strata", description="Segments of users, compared honestly.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name in [each for each in first if each in COMMANDS] or COMMANDS:
        command: Command = import_module(f"strata.cli.{name}").COMMAND
        child = commands.add_parser(command.name, help=command.summary, description=command.summary)
        command.describe(child)
        child.set_defaults(command=command)
    return parser
