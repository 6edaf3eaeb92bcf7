"""A real browser for the journeys: Debian's chromium, headless, against a live server of this project.

A journey is one person's whole errand. Whatever page it comes to is watched: an error in the console, a page that
scrolls sideways, punctuation that is not Chinese, or a server error fails the journey. What a page shows is asked with `expect`, which waits
for it: a click that sends a form may return while the old page still stands.
"""

import os
import re
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connections
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Response, expect, sync_playwright

from mediation.accounts.models import User
from tests.factories import PASSWORD

expect.set_options(timeout=20_000)

DESKTOP = {"width": 1366, "height": 768}
PHONE = {"width": 390, "height": 844}

WATCH = """
addEventListener("load", () => {
  const page = document.documentElement;
  if (page.scrollWidth > page.clientWidth) console.error("scrolls sideways: " + location.pathname);
  const shown = document.body.innerText;
  const odd = shown.match(/.{0,12}[\\u4e00-\\u9fff]([,;:!?]|\\((?!周))[\\u4e00-\\u9fff].{0,12}/);
  if (odd) console.error("half-width punctuation on " + location.pathname + ": " + odd[0]);
});
"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Journeys share one live server and one database per worker: they run against committed rows."""
    for item in items:
        if "tests/browser/" in str(item.path).replace(os.sep, "/"):
            item.add_marker(pytest.mark.django_db(transaction=True))
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    executable = shutil.which("chromium-headless-shell")
    if executable is None:
        pytest.fail("chromium-headless-shell is missing: apt-get install it (make test does)")
    # Playwright's sync API runs an event loop in this thread, and Django then refuses plain ORM calls of the test itself.
    # Both end with this folder, so that other tests may open a browser of their own.
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = playwright.chromium.launch(
            executable_path=executable,
            args=["--no-sandbox", "--disable-gpu"],
        )
        yield browser
        browser.close()


class People:
    """Opens a browser context of one's own for each person, and remembers what was wrong on any page they saw."""

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
        context.set_default_timeout(20_000)
        context.add_init_script(WATCH)
        self.contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.on("console", lambda message: message.type == "error" and self._heard(message.text))
        page.on("response", self._answered)
        return page

    def _heard(self, text: str) -> None:
        """The browser also reports answers like 403 or 410, which a journey may want: those are judged by their page."""
        if not text.startswith("Failed to load resource"):
            self.problems.append(text)

    def _answered(self, response: Response) -> None:
        wanted = response.request.resource_type == "document"
        if response.status >= 500 or (response.status >= 400 and not wanted):
            self.problems.append(f"{response.status} {response.url}")

    def signed_in(self, user: User, viewport: dict[str, int] = DESKTOP, *, script: bool = True) -> Page:
        """A member of staff who has typed name and password and stands where their work begins."""
        page = self.at(viewport, script=script)
        page.goto("/")
        press(page, "登录")
        page.get_by_label("用户名").fill(user.username)
        page.get_by_label("密码").fill(PASSWORD)
        with page.expect_navigation(wait_until="load"):  # keys work once the page's script has run
            page.get_by_role("button", name="登录").click()
        return page

    def close(self) -> None:
        for context in self.contexts:
            context.close()


@pytest.fixture
def people(chromium: Browser, live_server: Any, settings: Any) -> Iterator[People]:
    settings.PUBLIC_BASE_URL = live_server.url  # links that are printed or sent lead to the service under test
    crowd = People(chromium, live_server.url)
    yield crowd
    crowd.close()
    connections.close_all()
    assert not crowd.problems, crowd.problems


# ---- hands: what a person does on any page -----------------------------------------------------------------------


def press(page: Page | Locator, name: str) -> None:
    """Press the button or follow the link of this name."""
    either = page.get_by_role("button", name=name, exact=True).or_(page.get_by_role("link", name=name, exact=True))
    either.first.click()


def next_step(page: Page) -> Locator:
    """The box 下一步 beside a case."""
    return page.get_by_role("complementary", name="下一步和期限")


def tab(page: Page, name: str) -> None:
    """Open a tab of the case; its label may be followed by a count."""
    page.get_by_role("navigation", name="案件内容").get_by_role("link", name=re.compile(f"^{name}")).click()


def told(page: Page) -> Locator:
    """Where the page says what the last action has done."""
    return page.get_by_role("status").first
