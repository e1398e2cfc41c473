"""What every journey does between two looks at the page."""

from playwright.sync_api import Page

SETTLED = """() => {
  const app = document.querySelector('[data-testid=stApp]');
  return app && app.dataset.testScriptState === 'notRunning' && !document.querySelector('[data-stale=true]');
}"""


def idle(page: Page) -> None:
    """Returns once the script has run and nothing on the page is stale."""
    page.wait_for_function(SETTLED)


def visit(page: Page, path: str = "/") -> None:
    """Opens a page of the app and waits for it."""
    page.goto(path)
    idle(page)


def fits(page: Page) -> None:
    """Returns once nothing on the page is wider than the screen; fails where something stays so."""
    page.wait_for_function("document.querySelector('[data-testid=stMain]').scrollWidth <= window.innerWidth")
