"""The conveniences of house.js in a real browser; every page must also work without them."""

import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect, sync_playwright

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    # Playwright keeps an event loop in this thread, and Django then refuses the database although nothing here is async.
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as play:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        chromium = play.chromium.launch(executable_path=shutil.which("chromium-headless-shell"), args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture
def gallery(browser: Browser, live_server: Any, settings: Any) -> Iterator[Page]:
    settings.PRACTICE_MODE = True
    page = browser.new_page(viewport={"width": 1366, "height": 768})
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{live_server.url}/components/")
    yield page
    # a refusal by the content security policy is a console message too
    assert complaints == []
    page.close()


def test_slash_jumps_into_the_search_box_but_not_while_typing(gallery: Page) -> None:
    gallery.keyboard.press("/")
    expect(gallery.locator("#search-q")).to_be_focused()
    gallery.keyboard.press("/")
    expect(gallery.locator("#search-q")).to_have_value("/")


def test_n_opens_the_intake(gallery: Page) -> None:
    gallery.keyboard.press("n")
    assert gallery.url.endswith("#forms")


def test_arrows_walk_through_a_list(gallery: Page) -> None:
    gallery.locator(".listing-stack tbody tr a").first.focus()
    gallery.keyboard.press("ArrowDown")
    expect(gallery.locator(":focus")).to_have_text("赣工调〔2026〕小蓝15号")
    gallery.keyboard.press("ArrowUp")
    expect(gallery.locator(":focus")).to_have_text("赣工调〔2026〕小蓝12号")


def test_large_type_keeps_what_was_typed_and_is_remembered(gallery: Page) -> None:
    field = gallery.locator("input[name=employer]").first
    field.fill("某电子（南昌）有限公司")
    gallery.get_by_role("button", name="大字").click()
    expect(gallery.locator("html")).to_have_css("font-size", "20px")
    expect(field).to_have_value("某电子（南昌）有限公司")
    gallery.reload()
    expect(gallery.locator("html")).to_have_class("elder")


def test_large_type_makes_targets_large(gallery: Page) -> None:
    gallery.get_by_role("button", name="大字").click()
    expect(gallery.locator("html")).to_have_css("font-size", "20px")
    heights = gallery.eval_on_selector_all(
        "main .btn, main .form-control, main .form-select, main .tile, main .tabs a, main .pager a",
        "all => all.map(one => one.getBoundingClientRect().height)",
    )
    assert len(heights) > 20
    assert min(heights) >= 48


def test_a_second_press_sends_nothing(gallery: Page) -> None:
    sent: list[str] = []

    def answer(route: Route) -> None:
        sent.append(route.request.url)
        route.fulfill(status=204)

    gallery.route("**/slow/", answer)
    gallery.evaluate("document.querySelector('form.move').action = '/slow/'")
    button = gallery.locator("form.move button").first
    button.click()
    gallery.wait_for_timeout(100)
    button.click()
    gallery.wait_for_timeout(200)
    assert len(sent) == 1
    assert button.get_attribute("aria-busy") == "true"


def test_a_link_of_the_error_summary_leads_into_a_group_of_choices(gallery: Page) -> None:
    gallery.locator(".error-summary a", has_text="因为什么").click()
    expect(gallery.locator("[name=causes]:focus")).to_have_count(1)


def test_a_menu_closes_with_escape_and_gives_the_focus_back(gallery: Page) -> None:
    summary = gallery.locator("details.menu summary").first
    summary.click()
    gallery.locator("details.menu a").first.focus()
    gallery.keyboard.press("Escape")
    expect(gallery.locator("details.menu[open]")).to_have_count(0)
    expect(summary).to_be_focused()


@pytest.mark.parametrize("elder", [False, True])
def test_nothing_sticks_out_of_a_phone(gallery: Page, live_server: Any, elder: bool) -> None:
    gallery.set_viewport_size({"width": 390, "height": 844})
    if elder:
        gallery.context.add_cookies([{"name": "elder", "value": "1", "url": live_server.url}])
    for address in ("/", *(f"/components/?layout={name}" for name in ("", "desk", "case", "portal", "confirm"))):
        gallery.goto(live_server.url + address)
        assert gallery.evaluate("document.documentElement.scrollWidth") == 390, address
