"""Starts Streamlit on the door: `python -m strata.ui.server [streamlit options]`."""

import os
import sys
from pathlib import Path

from streamlit.runtime.pages_manager import PagesManager
from streamlit.web import cli

from strata.ui import warming

DOOR = Path(__file__).resolve().parents[2] / "app.py"


def main() -> None:
    """Serves the app until it is stopped.

    Streamlit takes a folder called `pages` for its old way of finding pages until the first visitor has run the
    door, and tells one who opens a link to any other page that it does not exist. It is told the truth up front.
    """
    PagesManager.uses_pages_directory = False
    os.environ.setdefault(warming.WANTED, "1")
    cli.main(["run", str(DOOR), *sys.argv[1:]])


if __name__ == "__main__":
    main()
