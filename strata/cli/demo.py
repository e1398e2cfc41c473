"""`strata demo`: the sample company, made when it is missing or when what makes it has changed."""

import hashlib
import sys
from pathlib import Path

from data.sample.generate import generate
from strata.cli.command import ROOT, SAMPLE, SAMPLE_WAREHOUSE, Arguments, Command, Parser
from strata.cli.load import load_project
from strata.cli.serve import serve, takes_address

MADE_BY = ("data/sample", "strata/build", "queries/staging", "queries/marts")
"""Folders whose files decide what the sample warehouse holds."""


def ensure_sample() -> Path:
    """The folder of the sample company's warehouse, built first if it is missing or out of date."""
    stamp, fingerprint = SAMPLE / "fingerprint", _fingerprint()
    if not stamp.is_file() or stamp.read_text(encoding="utf-8") != fingerprint:
        print("Making the sample company, once:", flush=True)
        generate(SAMPLE / "source", report=lambda line: print(f"  {line}", flush=True))
        load_project(
            ROOT / "data" / "sample" / "strata.toml",
            files=SAMPLE / "source",
            warehouse=SAMPLE_WAREHOUSE,
            log=sys.stdout,
        )
        stamp.write_text(fingerprint, encoding="utf-8")
    return SAMPLE_WAREHOUSE


def _fingerprint() -> str:
    files = [file for folder in MADE_BY for file in sorted((ROOT / folder).rglob("*"))]
    made_by = [file for file in files if file.suffix in (".py", ".sql", ".toml")]
    return hashlib.sha256(b"".join(file.read_bytes() for file in made_by)).hexdigest()


def _describe(parser: Parser) -> None:
    takes_address(parser)
    parser.add_argument("--no-serve", action="store_true", help="build the sample warehouse and stop")


def _run(chosen: Arguments) -> None:
    warehouse = ensure_sample()
    if not chosen.no_serve:
        serve(warehouse, address=chosen.address, port=chosen.port)


COMMAND = Command("demo", "Build the sample company if it is missing, and show it.", _describe, _run)
