"""Evidence and uploads: what may be kept, by its content and not by its name; whose it is and who may open it."""

import hashlib
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from cases.models import Case, CaseEvent, Evidence
from cases.screens.wording import Narrator
from cases.services import actors
from cases.services.actors import staff
from cases.services.evidence import (
    MAX_BYTES,
    correct,
    may_open,
    media_type_of,
    receive,
    visible_evidence,
    why_not_open,
)
from cases.states import State
from mediation.parks.rights import change_right, forget_rights
from mediation.parks.roles import Right, Role
from tests.cases.refused import A_WORKING_DAY, on, refused
from tests.factories import Team, a_room_with_team, strangers
from tests.scenarios import at

pytestmark = pytest.mark.django_db

PAGE = b"%PDF-1.7\npage"


@pytest.fixture(autouse=True)
def on_a_working_day() -> Iterator[None]:
    with on(A_WORKING_DAY[:10]):
        yield


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Any) -> None:
    """Files are written below the test's own folder."""
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def team() -> Team:
    return a_room_with_team()


@pytest.fixture
def case(team: Team) -> Case:
    return at(State.MEDIATING, team=team)


def a_file(content: bytes = PAGE, name: str = "a.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def hand_in(case: Case, team: Team, content: bytes = PAGE, **changes: Any) -> Evidence:
    said: dict[str, Any] = {"name": " 工资流水 ", "form": "copy", "by": staff(case, team.registrar)} | changes
    file, party = said.pop("file", a_file(content)), said.pop("party", case.applicants[0])
    return receive(case, party, file, **said)


class TestReceive:
    def test_number_hash_and_receipt(self, case: Case, team: Team) -> None:
        first = hand_in(case, team)
        second = hand_in(case, team, PAGE + b"2", party=case.respondents[0])
        third = hand_in(case, team, PAGE + b"3")
        assert [row.label for row in (first, second, third)] == ["申-001", "被-001", "申-002"]
        digest = hashlib.sha256(PAGE).hexdigest()
        assert (first.name, first.sha256, first.size) == ("工资流水", digest, len(PAGE))
        assert (first.media_type, first.received_by) == ("application/pdf", team.registrar)
        with first.file.open() as kept:
            assert kept.read() == PAGE
        event = CaseEvent.objects.filter(case=case, code="evidence_received").earliest("sequence")
        assert (event.data["label"], event.data["sha256"]) == ("申-001", digest)

    def test_the_file_never_keeps_the_name_it_came_with(self, case: Case, team: Team) -> None:
        row = hand_in(case, team, file=a_file(name="../../刘某 身份证.pdf"))
        assert str(row.file.name).endswith(f"{row.sha256}.pdf")
        assert "刘" not in str(row.file.name)
        assert ".." not in str(row.file.name)

    @pytest.mark.parametrize(
        ("content", "name", "words"),
        [
            (b"", "a.pdf", "文件是空的"),
            (b"MZ\x90\x00program", "a.exe", "只能上传"),
            (b"MZ\x90\x00program", "a.pdf", "只能上传"),
            (b"<html><script>", "a.jpg", "只能上传"),
            (b"PK\x03\x04zip", "a.zip", "只能上传"),
            (b"GIF89a", "a.gif", "只能上传"),
            (b"plain words", "a.txt", "只能上传"),
            (b"\x00" * 20, "a.mp4", "只能上传"),
        ],
        ids=["empty", "program", "program as PDF", "page as photo", "archive", "GIF", "text", "no sound"],
    )
    def test_files_that_are_not_kept(self, case: Case, team: Team, content: bytes, name: str, words: str) -> None:
        with refused(words, field="file"):
            hand_in(case, team, file=a_file(content, name))

    def test_twenty_megabytes_and_not_one_byte_more(self, case: Case, team: Team) -> None:
        exact = PAGE.ljust(MAX_BYTES, b" ")
        assert MAX_BYTES == 20 * 1024 * 1024
        with refused("超过20MB", field="file"):
            hand_in(case, team, exact + b" ")
        assert hand_in(case, team, exact).size == MAX_BYTES

    @pytest.mark.parametrize(
        ("changes", "field", "words"),
        [
            ({"name": "  "}, "name", "请填写材料名称"),
            ({"form": "rumour"}, "form", "rumour"),
            ({"pages": -1}, "pages", "0"),
            ({"purpose": "长" * 201}, "purpose", "200"),
            ({"visibility": "world"}, "visibility", "world"),
        ],
    )
    def test_bad_answers(self, case: Case, team: Team, changes: dict[str, Any], field: str, words: str) -> None:
        with refused(words, field=field):
            hand_in(case, team, **changes)

    def test_the_same_file_twice(self, case: Case, team: Team) -> None:
        """A double click; that the other side holds the same paper is for it to show."""
        hand_in(case, team)
        with refused("已经提交过（申-001 工资流水）", field="file"):
            hand_in(case, team, name="另一个名字")
        assert hand_in(case, team, party=case.respondents[0]).label == "被-001"

    def test_whose_it_is(self, case: Case, team: Team) -> None:
        stranger = at(State.RECEIVED, team=team).applicants[0]
        with refused("提交人不是本案当事人", field="party"):
            hand_in(case, team, party=stranger)
        with refused("只能提交自己的材料", denied=True):
            hand_in(case, team, party=case.respondents[0], by=actors.party(case.applicants[0]))
        with refused("只能提交自己的材料", denied=True):
            hand_in(case, team, by=actors.party(stranger))

    @pytest.mark.parametrize("who", ["supervisor", "auditor", "liaison", "registrar of another park"])
    def test_only_who_works_on_the_file(self, case: Case, team: Team, who: str) -> None:
        user = strangers().registrar if "another" in who else getattr(team, who)
        with refused("您没有", denied=True):
            hand_in(case, team, by=staff(case, user))

    def test_not_after_closing(self, team: Team) -> None:
        case = at(State.CLOSED, team=team)
        with refused("已经结案", field="category"):
            hand_in(case, team)
        with refused("已经结案"):
            hand_in(case, team, by=actors.party(case.applicants[0]), category="identity")

    @pytest.mark.parametrize("category", ["application", "identity", "authority", "firm_letter"])
    def test_the_room_completes_the_file_of_a_closed_case(self, team: Team, category: str) -> None:
        case = at(State.CLOSED, team=team)
        assert hand_in(case, team, category=category).label == "申-001"


class TestCategories:
    def test_evidence_unless_said_otherwise_and_one_row_of_numbers(self, case: Case, team: Team) -> None:
        assert hand_in(case, team).is_evidence
        card = hand_in(case, team, PAGE + b"2", category="identity", name="身份证")
        assert (card.label, card.is_evidence) == ("申-002", False)
        event = CaseEvent.objects.filter(case=case, code="evidence_received").latest("sequence")
        assert event.data["category"] == "identity"

    @pytest.mark.parametrize("category", ["identity", "authority", "firm_letter"])
    def test_papers_with_numbers_of_people_never_go_to_the_other_side(
        self, case: Case, team: Team, category: str
    ) -> None:
        with refused("只给提交方和调解室看", field="visibility"):
            hand_in(case, team, category=category, visibility="all")
        row = hand_in(case, team, category=category)
        assert visible_evidence(case, party=case.respondents[0]) == []
        with pytest.raises(IntegrityError), transaction.atomic():
            Evidence.objects.filter(pk=row.pk).update(visibility="all")

    @pytest.mark.parametrize("category", ["application", "other", "evidence"])
    def test_other_papers_may_be_shared(self, case: Case, team: Team, category: str) -> None:
        row = hand_in(case, team, category=category, visibility="all")
        assert visible_evidence(case, party=case.respondents[0]) == [row]

    def test_no_such_category(self, case: Case, team: Team) -> None:
        with refused("rumour", field="category"):
            hand_in(case, team, category="rumour")

    def test_full_numbers_are_for_those_who_may_see_them(self, case: Case, team: Team) -> None:
        card = hand_in(case, team, category="identity")
        application = hand_in(case, team, PAGE + b"2", category="application", visibility="all")
        watcher = staff(case, team.supervisor)
        assert not may_open(application, watcher)
        assert "显示完整证件号和电话" in why_not_open(application, watcher)
        assert may_open(card, staff(case, team.registrar))
        change_right(case.park, Role.REGISTRAR, Right.REVEAL, add=False, by=team.head, reason="测试")
        forget_rights()
        assert not may_open(card, staff(case, team.registrar))


class TestCorrect:
    def test_the_log_keeps_what_was_said_before(self, case: Case, team: Team) -> None:
        row = hand_in(case, team, visibility="all", name="刘某的身份证")
        done = correct(row, {"category": "identity", "name": "身份证复印件"}, by=staff(case, team.registrar))
        assert (done.label, done.category, done.name, done.visibility) == (
            "申-001",
            "identity",
            "身份证复印件",
            "submitter",
        )
        event = CaseEvent.objects.get(case=case, code="evidence_corrected")
        assert event.data["before"] == {"category": "evidence", "name": "刘某的身份证", "visibility": "all"}
        said = Narrator(case).line(event)
        assert said.text == "更正材料的登记 申-001 身份证复印件"
        assert "材料类别：证据 → 身份证明" in said.detail
        assert "谁能看：双方和调解室 → 提交方和调解室" in said.detail

    def test_called_evidence_again_it_is_not_shown_again(self, case: Case, team: Team) -> None:
        row = hand_in(case, team, category="identity")
        done = correct(row, {"category": "evidence"}, by=staff(case, team.registrar))
        assert done.visibility == "submitter"

    def test_what_happened_cannot_be_corrected(self, case: Case, team: Team) -> None:
        row = hand_in(case, team)
        with refused("没有改动"):
            correct(row, {"serial": 9, "sha256": "0" * 64, "visibility": "all"}, by=staff(case, team.registrar))

    @pytest.mark.parametrize(
        ("changes", "field", "words"),
        [
            ({"name": " "}, "name", "请填写材料名称"),
            ({"category": "x"}, "category", "x"),
            ({"pages": -1}, "pages", "0"),
        ],
    )
    def test_bad_answers(self, case: Case, team: Team, changes: dict[str, Any], field: str, words: str) -> None:
        row = hand_in(case, team)
        with refused(words, field=field):
            correct(row, changes, by=staff(case, team.registrar))

    @pytest.mark.parametrize("who", ["supervisor", "auditor"])
    def test_only_who_works_on_the_file(self, case: Case, team: Team, who: str) -> None:
        row = hand_in(case, team)
        with refused("您没有", denied=True):
            correct(row, {"name": "别的"}, by=staff(case, getattr(team, who)))

    def test_also_after_closing_but_not_after_archiving(self, team: Team) -> None:
        closed, archived = at(State.CLOSED, team=team), at(State.ARCHIVED, team=team)
        row = hand_in(closed, team, category="identity")
        assert correct(row, {"category": "authority"}, by=staff(closed, team.registrar)).category == "authority"
        late = hand_in(archived, team, category="identity")
        with refused("已经归档"):
            correct(late, {"category": "authority"}, by=staff(archived, team.registrar))


@pytest.mark.parametrize(
    ("name", "head", "kept"),
    [
        ("scan", b"%PDF-1.4", ("application/pdf", ".pdf")),
        ("photo.PNG", b"\xff\xd8\xff\xe0", ("image/jpeg", ".jpg")),
        ("photo.jpg", b"\x89PNG\r\n\x1a\n", ("image/png", ".png")),
        ("talk.M4A", b"\x00\x00\x00\x20ftypM4A ", ("audio/mp4", ".m4a")),
        ("talk.mp3", b"ID3\x04", ("audio/mpeg", ".mp3")),
    ],
)
def test_content_tells_the_kind(name: str, head: bytes, kept: tuple[str, str]) -> None:
    assert media_type_of(name, head) == kept


def test_office_files_need_both_content_and_name() -> None:
    assert media_type_of("a.docx", b"PK\x03\x04")[1] == ".docx"
    assert media_type_of("a.xlsx", b"PK\x03\x04")[1] == ".xlsx"
    with refused("只能上传", field="file"):
        media_type_of("a.docx", b"\xd0\xcf\x11\xe0")


class TestWhoSees:
    def test_a_side_sees_its_own_and_what_is_shared(self, case: Case, team: Team) -> None:
        worker, firm = case.applicants[0], case.respondents[0]
        own = hand_in(case, team)
        shared = hand_in(case, team, PAGE + b"2", visibility="all")
        other = hand_in(case, team, PAGE + b"3", party=firm)
        assert visible_evidence(case) == [own, shared, other]
        assert visible_evidence(case, party=worker) == [own, shared]
        assert visible_evidence(case, party=firm) == [shared, other]

    def test_who_watches_opens_only_what_both_sides_may_see(self, case: Case, team: Team) -> None:
        alone, shared = hand_in(case, team), hand_in(case, team, PAGE + b"2", visibility="all")
        for who in (team.supervisor, team.auditor):
            assert not may_open(alone, staff(case, who))
            assert may_open(shared, staff(case, who))
        for who in (team.registrar, team.mediator, team.head):
            assert may_open(alone, staff(case, who))
