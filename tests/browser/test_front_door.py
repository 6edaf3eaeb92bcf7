"""The front door: two doors for two kinds of visitors, on a desktop and on a phone, with and without script."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP, PHONE, People


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_both_doors_are_on_the_front_page(people: People, viewport: dict[str, int], script: bool) -> None:
    page = people.at(viewport, script=script)
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_text("工作人员").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"] if script else True
