"""`strata serve`: a warehouse in the browser."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

from strata.cli.command import ROOT, Arguments, Command, Parser, takes_warehouse
from strata.errors import StrataError
from strata.warehouse import Warehouse

PORT = 8501
STOPPED_ON_PURPOSE = (0, -signal.SIGINT, -signal.SIGTERM, 128 + signal.SIGINT)


def serve(warehouse: Path, *, address: str, port: int) -> None:
    """Serves a warehouse until it is stopped.

    Raises:
        WarehouseError: the folder holds no readable warehouse.
        StrataError: the port is taken, or the server ended by itself.
    """
    Warehouse.open(warehouse).close()
    _check_port(address, port)
    command = [sys.executable, "-m", "strata.ui.server"]
    command += ["--server.address", address, "--server.port", str(port)]
    environment = os.environ | {"STRATA_WAREHOUSE": str(warehouse.resolve())}
    print(f"Strata is at http://{address}:{port} (Ctrl-C stops it).", flush=True)
    finished = subprocess.run(command, cwd=ROOT, env=environment, check=False)  # noqa: S603  our own interpreter
    if finished.returncode not in STOPPED_ON_PURPOSE:
        raise StrataError(f"The server ended with code {finished.returncode}: the lines above say why.")


def takes_address(parser: Parser) -> None:
    """Adds --port and --address."""
    parser.add_argument("--port", type=int, default=PORT, help=f"port to listen on (default: {PORT})")
    parser.add_argument("--address", default="127.0.0.1", help="address to listen on (default: this machine alone)")


def _check_port(address: str, port: int) -> None:
    if not address or not 1 <= port <= 65_535:
        raise StrataError(
            f"{address!r} and {port} are no address and port: write e.g. --address 127.0.0.1 --port {PORT}."
        )
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except (OSError, TypeError, UnicodeError) as error:
            raise StrataError(
                f"Port {port} on {address} cannot be used ({error}): choose another with --port or --address."
            ) from error


def _describe(parser: Parser) -> None:
    takes_warehouse(parser)
    takes_address(parser)


def _run(chosen: Arguments) -> None:
    serve(chosen.warehouse, address=chosen.address, port=chosen.port)


COMMAND = Command("serve", "Show a warehouse in the browser.", _describe, _run)
