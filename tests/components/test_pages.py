"""The front door, large type, the gallery and the error pages."""

import itertools
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import get_template
from django.test import Client, RequestFactory
from django.urls import path, reverse
from django.views import defaults
from django.views.csrf import csrf_failure

TEMPLATES = Path(settings.BASE_DIR) / "templates"


class TestLanding:
    def test_a_stranger_sees_two_doors_and_what_it_costs(self, client: Client) -> None:
        page = client.get("/").content.decode()
        assert "我是职工或用人单位" in page
        assert "我是工作人员" in page
        assert reverse("accounts:sign-in") in page
        assert "调解不收费" in page
        assert "12351" in page

    def test_it_sets_no_session(self, client: Client) -> None:
        assert "sessionid" not in client.get("/").cookies


class TestTypeSize:
    def test_the_choice_is_remembered_without_script(self, client: Client) -> None:
        response = client.post(reverse("components:type_size"), {"elder": "1", "next": "/?a=1"})
        assert response["Location"] == "/?a=1"
        assert 'class="elder"' in client.get("/").content.decode()
        client.post(reverse("components:type_size"), {"elder": "0", "next": "/"})
        assert 'class="elder"' not in client.get("/").content.decode()

    @pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "", "javascript:alert(1)"])
    def test_it_never_leads_to_another_site(self, client: Client, target: str) -> None:
        response = client.post(reverse("components:type_size"), {"elder": "1", "next": target})
        assert response["Location"] == "/"

    def test_reading_changes_nothing(self, client: Client) -> None:
        assert client.get(reverse("components:type_size")).status_code == 405

    def test_a_foreign_form_is_refused(self) -> None:
        response = Client(enforce_csrf_checks=True).post(reverse("components:type_size"), {"elder": "1"})
        assert response.status_code == 403
        assert "没有提交成功" in response.content.decode()


class TestGallery:
    def test_it_is_closed_outside_practice(self, client: Client) -> None:
        assert client.get(reverse("components:gallery")).status_code == 404

    @pytest.mark.parametrize("layout", ["", "desk", "case", "portal", "confirm"])
    def test_every_page_obeys_the_content_policy_and_good_manners(
        self, client: Client, settings: Any, layout: str
    ) -> None:
        settings.PRACTICE_MODE = True
        page = client.get(reverse("components:gallery"), {"layout": layout}).content.decode()
        assert_well_made(page)
        assert "练习数据" in page

    def test_it_shows_every_component(self, settings: Any) -> None:
        """A component that is not in the gallery is a component nobody looked at."""
        source = (TEMPLATES / "components" / "gallery.html").read_text(encoding="utf-8")
        source += (TEMPLATES / "components" / "gallery_cases.html").read_text(encoding="utf-8")
        inside_others = {"mark", "messages", "type_size", "user_menu", "footer", "fault", "nav", "search_box"}
        inside_others |= {"error_summary", "number", "confirm"}
        missing = [
            file.stem
            for file in sorted((TEMPLATES / "components").glob("*.html"))
            if not file.stem.startswith("gallery")
            and file.stem not in inside_others
            and not re.search(rf"{{% {file.stem}\b", source)
        ]
        assert missing == []


def assert_well_made(page: str) -> None:
    """No inline style or script, one h1, headings in order, unique ids, labelled controls."""
    assert '<html lang="zh-CN"' in page
    assert not re.search(r"\sstyle=", page)
    assert not re.search(r"\son[a-z]+=", page)
    assert not re.search(r"<script(?![^>]*\ssrc=)", page)
    assert not re.search(r'(?:src|href)="(?:https?:)?//', page)
    levels = [int(level) for level in re.findall(r"<h([1-6])\b", page)]
    assert levels.count(1) == 1
    assert all(later - earlier <= 1 for earlier, later in itertools.pairwise(levels))
    for table in re.findall(r"<table.*?</table>", page, re.S):
        assert "<caption" in table
    described = {name for names in re.findall(r'aria-describedby="([^"]+)"', page) for name in names.split()}
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert described <= set(ids)


def test_the_front_door_is_well_made(client: Client) -> None:
    assert_well_made(client.get("/").content.decode())


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError


urlpatterns = [path("broken/", broken)]


class TestErrorPages:
    @pytest.fixture
    def request_(self, rf: RequestFactory) -> HttpRequest:
        return rf.get("/cases/7/")

    def test_not_found_does_not_say_whether_it_exists(self, request_: HttpRequest) -> None:
        page = defaults.page_not_found(request_, Http404("赣工调〔2026〕小蓝12号")).content.decode()
        assert "没有找到这一页" in page
        assert "小蓝12号" not in page
        assert_well_made(page)

    def test_a_missing_right_is_explained(self, request_: HttpRequest) -> None:
        page = defaults.permission_denied(request_, PermissionDenied("受理要由登记员或负责人办理。")).content.decode()
        assert "受理要由登记员或负责人办理。" in page
        assert_well_made(page)

    def test_a_bad_request_says_what_to_do(self, request_: HttpRequest) -> None:
        page = defaults.bad_request(request_, SuspiciousOperation()).content.decode()
        assert "分开上传" in page
        assert_well_made(page)

    def test_an_old_form_says_what_to_do(self, request_: HttpRequest) -> None:
        page = csrf_failure(request_, reason="x").content.decode()
        assert "刷新页面" in page
        assert_well_made(page)

    @pytest.mark.urls("tests.components.test_pages")
    def test_our_own_mistake_is_ours(self) -> None:
        response = Client(raise_request_exception=False).get("/broken/")
        assert response.status_code == 500
        page = response.content.decode()
        assert "不是您的操作有问题" in page
        assert_well_made(page)


@pytest.mark.parametrize("file", sorted((TEMPLATES / "components").rglob("*.html")), ids=lambda file: file.name)
def test_a_component_says_in_its_first_line_what_it_is(file: Path) -> None:
    first = file.read_text(encoding="utf-8").splitlines()[0]
    assert re.match(rf"{{# {file.stem}: .+ #}}", first), first


def test_every_page_template_can_be_read() -> None:
    for file in sorted(TEMPLATES.glob("*.html")):
        get_template(file.name)
