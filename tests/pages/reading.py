"""Where the app is, and what a visitor reads on it."""

from pathlib import Path

from streamlit.testing.v1 import AppTest

APP = Path(__file__).parents[2] / "app.py"
SECONDS = 30


def shown(app: AppTest) -> str:
    """Everything a visitor reads, markup included."""
    kinds = (app.title, app.header, app.markdown, app.caption, app.info, app.warning, app.error)
    texts = [element.value for kind in kinds for element in kind]
    return "\n".join([*texts, *(element.proto.body for element in app.get("html"))])
