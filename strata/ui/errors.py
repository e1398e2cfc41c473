"""The one place where an error becomes words on the screen: around every page, and around a fragment's own runs."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from strata.errors import StrataError
from strata.ui import state, waiting

LOG = logging.getLogger("strata")


@contextmanager
def shown() -> Iterator[None]:
    """Shows what a user can put right as it is; of anything else a sentence, and the whole story in the log."""
    try:
        yield
    except waiting.Superseded:
        return
    except waiting.Stopped as error:
        waiting.offer_again(error)
    except StrataError as error:
        st.error(str(error), icon=":material/error:")
    except Exception:
        LOG.exception("A page failed")
        st.error(
            "Something went wrong while this page was made; it is written in the server's log. "
            "Reload the page, or choose fewer or other conditions.",
            icon=":material/error:",
        )


@contextmanager
def noted() -> Iterator[None]:
    """Keeps what a user can put right for the next page run to say: in a callback nothing can be shown."""
    try:
        yield
    except StrataError as error:
        state.current().notice = str(error)
