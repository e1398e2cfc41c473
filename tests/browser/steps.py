"""What every journey does between two looks at the page."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, ViewportSize

QUIET_MS = 300
"""A page that has been at rest for so long has heard of every click and every key."""
LOOK_MS = 50
"""How often a page is asked whether it rests: asking at every frame keeps a processor busy."""
NARROW: ViewportSize = {"width": 480, "height": 900}
SERIOUS = ("serious", "critical")
SETTLED = """(quiet) => {
  const app = document.querySelector('[data-testid=stApp]');
  const rests = app && app.dataset.testScriptState === 'notRunning' && !document.querySelector('[data-stale=true]');
  window.restingSince = rests ? (window.restingSince ?? performance.now()) : undefined;
  return rests && performance.now() - window.restingSince >= quiet;
}"""


def idle(page: Page) -> None:
    """Returns once the script has run, nothing on the page is stale, and both have stayed so for a moment."""
    page.evaluate("window.restingSince = undefined")
    page.wait_for_function(SETTLED, arg=QUIET_MS, polling=LOOK_MS)


def visit(page: Page, path: str = "/") -> None:
    """Opens a page of the app and waits for it."""
    page.goto(path)
    idle(page)


def findings(page: Page) -> list[tuple[str, list[str]]]:
    """The serious findings of axe on a page: the rule, and the places that break it."""
    page.wait_for_function("document.fonts.status === 'loaded'")
    page.wait_for_timeout(500)  # elements fade in, and axe would measure them half faded
    broken = [rule for rule in Axe().run(page).response["violations"] if rule["impact"] in SERIOUS]
    return [(rule["id"], [node["html"][:200] for node in rule["nodes"]]) for rule in broken]


def fits(page: Page) -> None:
    """Makes the screen narrow; fails where something on the page stays wider than it."""
    page.set_viewport_size(NARROW)
    idle(page)
    page.wait_for_function("document.querySelector('[data-testid=stMain]').scrollWidth <= window.innerWidth")
