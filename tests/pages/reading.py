"""How a page of the app is opened without a browser, and what a visitor reads on it."""

from functools import cache
from pathlib import Path

from streamlit.components.v2.component_manager import BidiComponentManager
from streamlit.testing.v1 import AppTest

APP = Path(__file__).parents[2] / "app.py"
SECONDS = 30


def opened(path: str = "", *, patience: int = SECONDS, **query: str) -> AppTest:
    """A page of the app, opened by its file as a bookmark opens it, with the query of a link."""
    app = AppTest.from_file(str(APP), default_timeout=patience)
    if path:
        app.switch_page(path)
    return started(app, **query)


def started(app: AppTest, **query: str) -> AppTest:
    """The app after its first run, with the query of a link."""
    app._bidi_component_manager = _components()
    for name, value in query.items():
        app.query_params[name] = value
    return app.run()


@cache
def _components() -> BidiComponentManager:
    """The components of all installed packages; every AppTest would look for them anew, which takes a while."""
    found = BidiComponentManager()
    found.discover_and_register_components(start_file_watching=False)
    return found


def shown(app: AppTest) -> str:
    """Everything a visitor reads, markup included."""
    kinds = (app.title, app.header, app.markdown, app.caption, app.info, app.warning, app.error)
    texts = [element.value for kind in kinds for element in kind]
    return "\n".join([*texts, *(element.proto.body for element in app.get("html"))])
