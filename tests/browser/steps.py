"""What every journey does between two looks at the page."""

from playwright.sync_api import Page

QUIET_MS = 300
"""A page that has been at rest for so long has heard of every click and every key."""
SETTLED = """(quiet) => {
  const app = document.querySelector('[data-testid=stApp]');
  const rests = app && app.dataset.testScriptState === 'notRunning' && !document.querySelector('[data-stale=true]');
  window.restingSince = rests ? (window.restingSince ?? performance.now()) : undefined;
  return rests && performance.now() - window.restingSince >= quiet;
}"""


def idle(page: Page) -> None:
    """Returns once the script has run, nothing on the page is stale, and both have stayed so for a moment."""
    page.evaluate("window.restingSince = undefined")
    page.wait_for_function(SETTLED, arg=QUIET_MS)


def visit(page: Page, path: str = "/") -> None:
    """Opens a page of the app and waits for it."""
    page.goto(path)
    idle(page)


def fits(page: Page) -> None:
    """Returns once nothing on the page is wider than the screen; fails where something stays so."""
    page.wait_for_function("document.querySelector('[data-testid=stMain]').scrollWidth <= window.innerWidth")
