"""A real browser for the journeys: Debian's chromium, headless, against a live server of this project."""

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

DESKTOP = {"width": 1366, "height": 768}
PHONE = {"width": 390, "height": 844}

# Playwright's sync API runs an event loop in this thread, and Django then refuses plain ORM calls of the test itself.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Journeys share one live server and one database per worker: they run against committed rows."""
    for item in items:
        if "tests/browser/" in str(item.path).replace(os.sep, "/"):
            item.add_marker(pytest.mark.django_db(transaction=True))
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    executable = shutil.which("chromium")
    if executable is None:
        pytest.fail("chromium is missing: apt-get install chromium (make test does it)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=executable,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync", "--no-first-run"],
        )
        yield browser
        browser.close()


class People:
    """Opens a browser context of one's own for each person, and fails on any error in the page's console."""

    def __init__(self, browser: Browser, base_url: str) -> None:
        self.browser, self.base_url = browser, base_url
        self.contexts: list[BrowserContext] = []
        self.problems: list[str] = []

    def at(self, viewport: dict[str, int], *, script: bool = True) -> Page:
        """A fresh person at a screen of this size; `script` False switches JavaScript off."""
        context = self.browser.new_context(
            base_url=self.base_url,
            viewport=viewport,  # type: ignore[arg-type]  # Playwright's own TypedDict
            java_script_enabled=script,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
        )
        context.set_default_timeout(15_000)
        self.contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.on("console", lambda message: message.type == "error" and self.problems.append(message.text))
        return page

    def close(self) -> None:
        for context in self.contexts:
            context.close()


@pytest.fixture
def people(chromium: Browser, live_server: object) -> Iterator[People]:
    crowd = People(chromium, live_server.url)  # type: ignore[attr-defined]  # pytest-django's LiveServer
    yield crowd
    crowd.close()
    assert not crowd.problems, f"errors in the browser's console: {crowd.problems}"
