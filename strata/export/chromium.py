"""The browser that draws pictures and prints documents: started with the first of them, then kept warm."""

import asyncio
import atexit
import base64
import os
import shutil
import tempfile
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import TimeoutError as TooLate
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import plotly
import plotly.graph_objects as go
from choreographer import Browser
from choreographer.browsers import Chromium as Finder
from choreographer.errors import ChromeNotFoundError

from strata.errors import ExportError

T = TypeVar("T")
Work = Callable[["Warm"], Coroutine[Any, Any, T]]

PLOTLY = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
PATIENCE = 60.0
"""Seconds after which a browser that does not answer is taken for dead."""
MISSING = (
    "Pictures and PDF are drawn by Chrome or Chromium, and none was found: install one (e.g. apt install chromium) or "
    "set BROWSER_PATH to it. Slides, workbooks, web pages and CSV need none."
)
STOPPED = "The browser that draws pictures and PDF stopped twice ({why}): try again, or take slides or the web page."
STUDIO = '<!doctype html><meta charset="utf-8"><script src="{plotly}"></script>'
TO_SVG = """Plotly.toImage({figure}, {{format: "svg", width: {width}, height: {height}}})
  .then((picture) => decodeURIComponent(picture.slice(picture.indexOf(",") + 1)))"""
TO_PNG = """new Promise((done, failed) => {{
  const picture = new Image();
  picture.onerror = () => failed(new Error("the picture cannot be read"));
  picture.onload = () => {{
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [{width}, {height}];
    canvas.getContext("2d").drawImage(picture, 0, 0, {width}, {height});
    done(canvas.toDataURL("image/png").split(",")[1]);
  }};
  picture.src = "data:image/svg+xml;base64,{svg}";
}})"""
VIEW = {"width": 1032, "height": 800, "deviceScaleFactor": 1, "mobile": False}
"""The width of A4 paper across between its margins, in pixels of CSS."""


class Warm:
    """A running browser with a page that draws charts."""

    def __init__(self) -> None:
        """Not yet open.

        Raises:
            ChromeNotFoundError: there is no browser.
        """
        self._browser = Browser()
        self._folder = tempfile.TemporaryDirectory(prefix="strata-")
        self._studio: Any = None

    async def open(self) -> None:
        """Starts it."""
        await self._browser.open()
        file = Path(self._folder.name) / "studio.html"
        file.write_text(STUDIO.format(plotly=PLOTLY.as_uri()), encoding="utf-8")
        self._studio = await self._page(file)

    async def close(self) -> None:
        """Stops it."""
        self._folder.cleanup()
        await self._browser.close()

    async def svg(self, figure: go.Figure, *, width: int, height: int) -> str:
        """A figure as SVG."""
        made = await _evaluate(self._studio, TO_SVG.format(figure=figure.to_json(), width=width, height=height))
        return str(made)

    async def png(self, svg: str, *, width: int, height: int) -> bytes:
        """An SVG drawn in so many pixels."""
        encoded = base64.b64encode(svg.encode()).decode()
        return base64.b64decode(await _evaluate(self._studio, TO_PNG.format(svg=encoded, width=width, height=height)))

    async def pdf(self, page: bytes, *, width: float, height: float) -> bytes:
        """A web page printed on paper of that size in inches, as soon as its charts are drawn."""
        with tempfile.TemporaryDirectory(prefix="strata-") as folder:
            file = Path(folder) / "page.html"
            file.write_bytes(page)
            tab = await self._page(file)
        try:
            await _evaluate(tab, "window.drawn")
            paper = {"paperWidth": width, "paperHeight": height, "printBackground": True, "generateTaggedPDF": True}
            printed = await tab.send_command("Page.printToPDF", params=paper | {"preferCSSPageSize": True})
        finally:
            await tab.close()
        return base64.b64decode(_result(printed)["data"])

    async def _page(self, file: Path) -> Any:  # noqa: ANN401 - the tab of the browser
        """A tab in which a file has been loaded."""
        tab = await self._browser.create_tab("about:blank")
        _result(await tab.send_command("Emulation.setDeviceMetricsOverride", params=VIEW))
        _result(await tab.send_command("Page.enable"))
        loaded = tab.subscribe_once("Page.loadEventFired")
        _result(await tab.send_command("Page.navigate", params={"url": file.as_uri()}))
        await loaded
        return tab


class Keeper:
    """The one warm browser of this process, in a thread of its own, for all threads that ask."""

    def __init__(self) -> None:
        """Nothing is started before it is needed."""
        self._loop = asyncio.new_event_loop()
        self._warm: Warm | None = None
        self._opening: asyncio.Lock | None = None
        threading.Thread(target=self._loop.run_forever, name="chromium", daemon=True).start()
        atexit.register(self.stop)

    def ask(self, work: Work[T]) -> T:
        """What a browser makes of it; one that dies meanwhile is started again once.

        Raises:
            ExportError: there is no browser, or it died twice.
        """
        try:
            return self._wait(self._once(work))
        except ChromeNotFoundError as error:
            raise ExportError(MISSING) from error
        except ExportError:
            raise
        except Exception:  # whatever it died of, a new one is the only remedy
            self.stop()
        try:
            return self._wait(self._once(work))
        except Exception as error:
            self.stop()
            raise ExportError(STOPPED.format(why=type(error).__name__)) from error

    def stop(self) -> None:
        """Stops the browser; the next question starts another one."""
        warm, self._warm = self._warm, None
        if warm is not None:
            with suppress(Exception):  # it may be dead already
                self._wait(warm.close(), seconds=5.0)

    async def _once(self, work: Work[T]) -> T:
        self._opening = self._opening or asyncio.Lock()
        async with self._opening:
            if self._warm is None:
                warm = Warm()
                await warm.open()
                self._warm = warm
            else:
                warm = self._warm
        return await work(warm)

    def _wait(self, work: Coroutine[Any, Any, T], seconds: float = PATIENCE) -> T:
        future = asyncio.run_coroutine_threadsafe(work, self._loop)
        try:
            return future.result(seconds)
        except TooLate:
            future.cancel()
            raise


def ask(work: Work[T]) -> T:
    """What the warm browser makes of it.

    Raises:
        ExportError: there is no browser, or it died twice.
    """
    return _keeper().ask(work)


def is_found() -> bool:
    """Whether there is a browser to draw pictures and PDF."""
    named = os.environ.get("BROWSER_PATH")
    if named:
        return shutil.which(named) is not None
    return Finder.find_browser(skip_local=False) is not None


@cache
def _keeper() -> Keeper:
    return Keeper()


async def _evaluate(tab: Any, script: str) -> Any:  # noqa: ANN401 - whatever the script yields
    asked = {"expression": script, "awaitPromise": True, "returnByValue": True}
    found = _result(await tab.send_command("Runtime.evaluate", params=asked))
    if "exceptionDetails" in found:
        raise RuntimeError(found["exceptionDetails"].get("text", "a script failed"))
    return found["result"].get("value")


def _result(response: Any) -> dict[str, Any]:  # noqa: ANN401 - an answer of the browser
    if "error" in response:
        raise RuntimeError(response["error"].get("message", "the browser refused"))
    found: dict[str, Any] = response["result"]
    return found
