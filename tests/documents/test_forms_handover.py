"""Papers between houses and of the closing: when each can be made, what it says of the case, and who may have it."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.law.periods import chinese_date
from cases.models import AccessLog, Case, CaseEvent, Consent, CourtReferral, Party, UnionLetter
from cases.practice import journeys
from cases.screens.wording import Narrator
from cases.services import actors
from cases.services.parties import record_consent
from cases.services.perform import perform
from cases.services.portal import pin_of
from cases.services.refusal import Refused
from cases.services.union_letters import Draft, write_union_letter
from cases.states import Mode, State
from documents import originals, services, store
from documents.models import Document, ReceivedOriginal
from documents.originals import Told
from documents.services import Reader, readable
from mediation.append_only import RecordIsFinal
from tests.factories import Team, a_group_story, a_room_with_team, a_story
from tests.scenarios import along, at

from .conftest import body_text, squeezed

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4 from elsewhere"


@pytest.fixture
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """For what has nothing to do with how a paper looks."""
    monkeypatch.setattr(
        "documents.rendering.to_pdf", lambda html, style, assets: (f"%PDF-1.7\n% {html}".encode(), {}, 1)
    )


@pytest.fixture
def team() -> Team:
    return a_room_with_team()


def the(case: Case, kind: str) -> Document:
    document: Document = Document.objects.current().get(case=case, kind=kind)  # type: ignore[assignment]
    return document


def text_of(document: Document) -> str:
    return body_text(store.get(document.file, document.sha256), document.number)


def can_be_made(case: Case, kind: str) -> int:
    return len([row for row in services.issuable(case, by_court=kind == "D-23") if row.kind == kind])


def make(case: Case, kind: str, by: Any, **about: Any) -> Document:
    return services.issue(kind, case, by=by, **about)


def head(case: Case, team: Team) -> Any:
    return actors.staff(case, team.head)


def as_(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def with_card(case: Case) -> Client:
    client = Client()
    client.post(reverse("portal:enter"), {"code": case.public_code, "pin": pin_of(case)})
    return client


# D-23


class TestReferral:
    def test_the_liaison_prints_it_from_the_push(self, team: Team) -> None:
        case = along(journeys.COURT_PUSHED, team=team, story=a_story(mode=Mode.DELEGATED)).case
        made = make(case, "D-23", actors.liaison(case, team.liaison))
        text, number = text_of(made), case.referral.court_number
        for words in (team.court.name, team.room.name, number, case.applicants[0].name, case.respondents[0].name):
            assert squeezed(str(words)) in text
        assert "调解期限为三十日，自你组织在人民法院调解平台确认接受之日起计算" in text
        assert "《人民法院在线调解规则》第二十四条" in text
        assert "起诉状副本" in text

    def test_off_the_platform_the_period_runs_from_signing_for_the_papers(self, team: Team) -> None:
        case = along(journeys.COURT_PUSHED, team=team, story=a_story(mode=Mode.DELEGATED)).case
        CourtReferral.objects.filter(case=case).update(via_platform=False)
        text = text_of(make(case, "D-23", actors.liaison(case, team.liaison)))
        assert "自你组织签字接收移交材料之日起计算" in text
        assert "调解平台" not in text

    def test_its_number_is_the_courts_and_takes_none_of_the_room(self, undrawn: None, team: Team) -> None:
        case = along(journeys.COURT_PUSHED, team=team, story=a_story(mode=Mode.DELEGATED)).case
        by = actors.liaison(case, team.liaison)
        first = make(case, "D-23", by)
        second = services.reissue(first, by=by, reason="当事人名称写错")
        assert first.number == f"{case.referral.court_number}调解函"
        assert second.number == f"{case.referral.court_number}调解函之二"
        assert second.issuer == team.court.name
        assert not team.room.number_series.filter(kind__contains="委").exists()

    def test_another_push_needs_another_letter(self, undrawn: None, team: Team) -> None:
        walk = along(journeys.COURT_DECLINED, team=team, story=a_story(mode=Mode.DELEGATED))
        case, by = walk.case, actors.liaison(walk.case, team.liaison)
        make(case, "D-23", by)
        assert not can_be_made(case, "D-23")
        case = perform(case, "push_again", by=by, room=team.room)
        assert can_be_made(case, "D-23") == 1
        assert make(case, "D-23", by).number.endswith("调解函之二")

    @pytest.mark.parametrize(
        ("mode", "said", "unsaid"),
        [
            (Mode.ENTRUSTED, "十五日", "三十日"),
            (Mode.ASSIST, "时间、地点由承办法官确定", "调解期限"),
        ],
    )
    def test_the_period_follows_how_the_court_brings_the_union_in(
        self, team: Team, mode: Mode, said: str, unsaid: str
    ) -> None:
        case = along(journeys.COURT_PUSHED, team=team, story=a_story(mode=mode)).case
        text = text_of(make(case, "D-23", actors.liaison(case, team.liaison)))
        assert said in text
        assert unsaid not in text

    def test_nobody_of_the_room_may_print_it(self, undrawn: None, team: Team) -> None:
        case = along(journeys.COURT_PUSHED, team=team, story=a_story(mode=Mode.DELEGATED)).case
        with pytest.raises(Refused, match="委派委托"):
            make(case, "D-23", head(case, team))
        assert "D-23" not in [row.kind for row in services.issuable(case)]

    def test_the_room_sees_it_and_cannot_correct_it(self, undrawn: None, team: Team) -> None:
        case = along(journeys.COURT_PUSHED, team=team, story=a_story(mode=Mode.DELEGATED)).case
        made = make(case, "D-23", actors.liaison(case, team.liaison))
        again = reverse("documents:reissue", args=[case.pk, made.pk])
        shown = as_(team.head).get(reverse("documents:of_case", args=[case.pk])).content.decode()
        assert made.number in shown
        assert again not in shown
        assert as_(team.head).post(again, {"reason": "改一改"}).status_code == 403

    def test_the_liaison_prints_nothing_else(self, undrawn: None, team: Team) -> None:
        case = at(State.COURT_CLOSED, team=team)
        with pytest.raises(Refused, match="出具文书"):
            make(case, "D-29", actors.liaison(case, team.liaison))

    def test_court_and_room_read_it_parties_do_not(self, undrawn: None, team: Team) -> None:
        case = along(journeys.COURT_PUSHED, team=team, story=a_story(mode=Mode.DELEGATED)).case
        made = make(case, "D-23", actors.liaison(case, team.liaison))
        assert made in readable(case, Reader(as_court=True))
        assert made in readable(case, Reader(as_staff=True))
        assert not any(made.is_for(party) for party in case.parties.all())

    def test_on_the_courts_page(self, undrawn: None, team: Team) -> None:
        case = along(journeys.COURT_PUSHED, team=team, story=a_story(mode=Mode.DELEGATED)).case
        client, page = as_(team.liaison), reverse("documents:for_court", args=[case.pk])
        issue = reverse("documents:court_issue", args=[case.pk])
        assert issue in client.get(page).content.decode()
        assert client.get(reverse("documents:court_preview", args=[case.pk])).content.startswith(b"%PDF")
        assert client.post(issue).url == page
        shown = client.get(page).content.decode()
        assert the(case, "D-23").number in shown
        assert issue not in shown
        again = reverse("documents:court_reissue", args=[case.pk, the(case, "D-23").pk])
        assert client.post(again, {"reason": "案由写错"}).url == page
        assert the(case, "D-23").edition == 2


# D-28


class TestHandOver:
    def test_the_move_issues_it_to_the_body_that_was_named(self, team: Team) -> None:
        case = along(journeys.HANDED_OVER, team=team).case
        letter = the(case, "D-28")
        text, moved = text_of(letter), CaseEvent.objects.get(case=case, code="hand_over")
        assert letter.event == moved
        for words in (moved.data["body"], moved.data["reason"], case.number, the(case, "D-17").number, "30,000.00"):
            assert squeezed(str(words)) in text
        assert "调解仲裁法》第十五条" in text
        assert not can_be_made(case, "D-28")

    def test_it_tells_nothing_of_the_talks(self, team: Team) -> None:
        case = along(journeys.HANDED_OVER, team=team).case
        process = case.meetings.get(status="held").minutes.process
        text = text_of(the(case, "D-28"))
        for secret in (process.statements, process.offers):
            for line in secret.splitlines():
                assert squeezed(line.partition("：")[2] or line) not in text
        assert "不包含当事人为达成调解协议作出的让步" in text

    def test_without_consent_the_letter_says_where_it_will_be(self, team: Team) -> None:
        case = along(journeys.HANDED_OVER, team=team).case
        assert "没有签名同意的，不提供其个人信息" in text_of(the(case, "D-28"))

    def test_who_consented_before_is_named(self, team: Team) -> None:
        case = along(journeys.DEFAULTED, team=team).case
        worker = case.applicants[0]
        by = head(case, team)
        today = timezone.localdate()
        record_consent(worker, Consent.Subject.SHARE_ARBITRATION, given=True, on=today, channel="written", by=by)
        body = "南昌县劳动人事争议仲裁委员会"
        case = perform(case, "hand_over", by=by, target="arbitration", body=body, reason="逾期没有履行")
        text = text_of(the(case, "D-28"))
        assert f"{worker.name}已经单独同意提供" in text
        assert "没有签名同意" not in text

    def test_each_hand_over_of_a_court_case_has_its_own(self, undrawn: None, team: Team) -> None:
        case = along(journeys.COURT_ENFORCED, team=team, story=a_story(mode=Mode.DELEGATED)).case
        perform(
            case, "hand_over", by=head(case, team), target="legal_aid", body="南昌县法律援助中心", reason="要求援助"
        )
        letters = Document.objects.filter(case=case, kind="D-28").order_by("pk")
        assert [row.context["target"] for row in letters] == ["enforcement", "legal_aid"]
        again = services.reissue(letters[0], by=head(case, team), reason="单位名称写错")
        assert again.context["target"] == "enforcement", "a second print is of the same hand-over"

    def test_it_is_for_no_party_and_no_court(self, undrawn: None, team: Team) -> None:
        case = along(journeys.COURT_ENFORCED, team=team, story=a_story(mode=Mode.DELEGATED)).case
        letter = the(case, "D-28")
        assert letter not in readable(case, Reader(as_court=True))
        assert not any(letter.is_for(party) for party in case.parties.all())


# D-29, D-30, D-33


class TestClosing:
    @pytest.mark.parametrize(
        ("state", "possible"),
        [(State.MEDIATING, 0), (State.PERFORMING, 0), (State.FAILED, 1), (State.CLOSED, 1), (State.COURT_CLOSED, 1)],
    )
    def test_only_what_can_be_closed_or_is(self, undrawn: None, team: Team, state: State, possible: int) -> None:
        assert can_be_made(at(state, team=team), "D-29") == possible

    def test_it_says_the_case_in_figures(self, team: Team) -> None:
        case = at(State.CLOSED, team=team)
        text = text_of(make(case, "D-29", head(case, team)))
        assert case.accepted_on
        assert case.closed_on
        wanted = [case.number, chinese_date(case.closed_on), "达成调解协议", "全部履行，同意结案", team.mediator.name]
        wanted += [f"{(case.closed_on - case.accepted_on).days}天", "职工来访", "1次"]
        for words in wanted:
            assert squeezed(str(words)) in text
        assert text.count("30,000.00") >= 3, "claimed, agreed and performed"

    def test_it_stays_with_the_room(self, undrawn: None, team: Team) -> None:
        case = at(State.COURT_CLOSED, team=team)
        form = make(case, "D-29", head(case, team))
        assert form.confidentiality == "C2"
        assert form in readable(case, Reader(as_staff=True, process=True))
        assert form not in readable(case, Reader(as_staff=True))
        assert form not in readable(case, Reader(as_court=True))
        assert not any(form.is_for(party) for party in case.parties.all())


class TestVisit:
    def test_one_record_for_each_visit(self, team: Team) -> None:
        case = along(journeys.FOLLOWED_UP, team=team).case
        by = head(case, team)
        case = perform(case, "follow_up", by=by, person="单位负责人", performance="已经付清", new_risk="还有加班费争议")
        first, second = (row.entry for row in services.issuable(case) if row.kind == "D-30")
        early, late = make(case, "D-30", by, entry=first), make(case, "D-30", by, entry=second)
        assert "5分（满分5分）" in text_of(early)
        assert "还有加班费争议" not in text_of(early)
        assert "还有加班费争议" in text_of(late)
        assert team.head.name in text_of(late)
        assert not can_be_made(case, "D-30")

    def test_a_correction_is_of_the_same_visit(self, undrawn: None, team: Team) -> None:
        case = along(journeys.FOLLOWED_UP, team=team).case
        by = head(case, team)
        case = perform(case, "follow_up", by=by, person="单位负责人", performance="已经付清")
        first = next(row.entry for row in services.issuable(case) if row.kind == "D-30")
        old = make(case, "D-30", by, entry=first)
        assert services.reissue(old, by=by, reason="错字").context["person"] == old.context["person"]

    def test_none_without_a_visit(self, undrawn: None, team: Team) -> None:
        case = at(State.CLOSED, team=team)
        assert not can_be_made(case, "D-30")
        with pytest.raises(Refused, match="还不能出具"):
            make(case, "D-30", head(case, team))


class TestReopening:
    def test_the_request_then_the_approval(self, team: Team) -> None:
        asked = along(journeys.REOPENING_ASKED, team=team).case
        form = next(row for row in services.issuable(asked) if row.kind == "D-33")
        text = text_of(make(asked, "D-33", head(asked, team), entry=form.entry))
        assert "双方共同要求再次调解" in text
        assert "同意重启，另立新案" in text
        assert asked.number is not None
        assert squeezed(asked.number) in text
        done = along(journeys.REOPENED, team=team, story=a_story()).case
        form = next(row for row in services.issuable(done) if row.kind == "D-33")
        text = text_of(make(done, "D-33", head(done, team), entry=form.entry))
        assert f"由{team.supervisor.name}" in text
        assert squeezed(str(done.followers.get())) in text

    def test_none_without_a_request_and_never_for_a_party(self, undrawn: None, team: Team) -> None:
        assert not can_be_made(at(State.CLOSED, team=team), "D-33")
        case = along(journeys.REOPENING_ASKED, team=team, story=a_story()).case
        form = next(row for row in services.issuable(case) if row.kind == "D-33")
        made = make(case, "D-33", head(case, team), entry=form.entry)
        assert not any(made.is_for(party) for party in case.parties.all())


# D-40


class TestLegalAid:
    def test_a_worker_gets_it_and_the_employer_never(self, undrawn: None, team: Team) -> None:
        case = at(State.FAILED, team=team)
        worker, firm = case.applicants[0], case.respondents[0]
        form = make(case, "D-40", head(case, team), party=worker)
        assert form.is_for(worker)
        assert not form.is_for(firm)
        with pytest.raises(Refused, match="还不能出具"):
            make(case, "D-40", head(case, team), party=firm)

    def test_no_means_are_asked_of_a_migrant_worker_who_claims_pay(self, team: Team) -> None:
        case = at(State.FAILED, team=team)
        worker = case.applicants[0]
        worker.categories = ["农民工"]
        worker.save()
        text = text_of(make(case, "D-40", head(case, team), party=worker))
        assert "进城务工人员请求支付劳动报酬" in text
        assert "第四十二条第三项免予核查经济困难状况" in text
        assert "家庭月收入" not in text

    def test_others_state_their_means(self, team: Team) -> None:
        case = at(State.FAILED, team=team)
        text = text_of(make(case, "D-40", head(case, team), party=case.applicants[0]))
        assert "家庭月收入" in text
        assert "第四十二条第三项免予核查" not in text
        assert "本人是进城务工人员，请求支付劳动报酬（工伤赔偿），申请免予核查" in text
        assert "个人诚信承诺" in text

    def test_pay_frees_only_pay(self, undrawn: None, team: Team) -> None:
        """A migrant worker whose claim is neither pay nor an injury states his means like others."""
        case = at(State.FAILED, team=team)
        worker = case.applicants[0]
        worker.categories = ["农民工"]
        worker.save()
        case.claims.update(code="05")
        assert make(case, "D-40", head(case, team), party=worker).context["exempt"] == ""

    def test_one_for_each_worker_and_colleagues_do_not_see_it(self, undrawn: None, team: Team) -> None:
        case = at(State.FAILED, team=team, story=a_group_story(workers=3))
        assert can_be_made(case, "D-40") == 3
        one, other, _ = case.workers
        form = make(case, "D-40", head(case, team), party=one)
        assert not form.is_for(other)
        assert can_be_made(case, "D-40") == 2

    def test_the_other_forms_follow_the_application(self, undrawn: None, team: Team) -> None:
        case = at(State.FAILED, team=team)
        worker = case.applicants[0]
        assert not can_be_made(case, "D-40b") + can_be_made(case, "D-40c")
        made = make(case, "D-40", head(case, team), party=worker)
        for kind in ("D-40b", "D-40c"):
            form = make(case, kind, head(case, team), party=worker)
            assert form.context["application_number"] == made.number


# D-41


class TestUnionLetter:
    def draft(self, **changes: Any) -> Draft:
        said: dict[str, Any] = {
            "kind": "notice",
            "issuer": "南昌县总工会",
            "facts": "没有按月支付工资\n没有订立书面劳动合同",
            "law": "《中华人民共和国劳动法》第五十条",
            "request": "十日内足额支付",
            "reply_by": timezone.localdate() + timedelta(days=15),
        }
        return Draft(**said | changes)

    @pytest.mark.parametrize(
        ("form", "kind", "words"),
        [
            ("notice", "D-41", "现予提示"),
            ("opinion", "D-41b", "请予以改正"),
            ("advice", "D-41c", "现建议你单位依法处理"),
        ],
    )
    def test_writing_it_prints_it(self, team: Team, form: str, kind: str, words: str) -> None:
        case = at(State.MEDIATING, team=team)
        firm = case.respondents[0]
        draft = self.draft(kind=form, addressee="南昌县人力资源和社会保障局" if form == "advice" else "")
        write_union_letter(case, firm, draft, by=head(case, team))
        letter = the(case, kind)
        text = text_of(letter)
        for each in (words, "南昌县总工会（印章）", "1.没有按月支付工资", "2.没有订立书面劳动合同", firm.name):
            assert squeezed(each) in text
        assert f"请于{chinese_date(draft.reply_by)}前" in text
        assert text.startswith("南昌县总工会")
        assert ("南昌县人力资源和社会保障局" in text) == (form == "advice")
        assert letter.issuer == "南昌县总工会"

    def test_each_letter_is_its_own_paper(self, undrawn: None, team: Team) -> None:
        case = at(State.MEDIATING, team=team)
        for facts in ("第一件事", "第二件事"):
            write_union_letter(case, case.respondents[0], self.draft(facts=facts), by=head(case, team))
        letters = Document.objects.filter(case=case, kind="D-41").order_by("pk")
        assert [row.context["facts"] for row in letters] == [["第一件事"], ["第二件事"]]
        assert not can_be_made(case, "D-41")

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"facts": " "}, "facts"),
            ({"law": ""}, "law"),
            ({"issuer": "会" * 61}, "issuer"),
            ({"reply_by": timezone.localdate()}, "reply_by"),
            ({"kind": "advice"}, "addressee"),
            ({"kind": "order"}, "kind"),
        ],
    )
    def test_what_is_missing_is_named(self, undrawn: None, team: Team, changes: dict[str, Any], field: str) -> None:
        case = at(State.MEDIATING, team=team)
        with pytest.raises(Refused) as refusal:
            write_union_letter(case, case.respondents[0], self.draft(**changes), by=head(case, team))
        assert refusal.value.field == field
        assert not UnionLetter.objects.exists()

    def test_only_who_works_on_cases_writes_and_only_to_an_employer(self, undrawn: None, team: Team) -> None:
        case = at(State.MEDIATING, team=team)
        for user in (team.registrar, team.auditor):
            with pytest.raises(Refused, match="移交"):
                write_union_letter(case, case.respondents[0], self.draft(), by=actors.staff(case, user))
        with pytest.raises(Refused, match="本案的用人单位"):
            write_union_letter(case, case.applicants[0], self.draft(), by=head(case, team))

    def test_what_was_written_stays(self, undrawn: None, team: Team) -> None:
        case = at(State.MEDIATING, team=team)
        letter = write_union_letter(case, case.respondents[0], self.draft(), by=head(case, team))
        with pytest.raises(RecordIsFinal):
            letter.save()
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE cases_unionletter SET facts = '' WHERE id = %s", [letter.pk])

    def test_by_its_form(self, undrawn: None, team: Team) -> None:
        case = at(State.MEDIATING, team=team)
        client, page = as_(team.mediator), reverse("desk:union_letter_add", args=[case.pk])
        said = {
            "kind": "opinion",
            "issuer": "南昌县总工会",
            "employer": str(case.respondents[0].pk),
            "facts": "没有按月支付工资",
            "law": "《中华人民共和国劳动法》第五十条",
            "request": "足额支付",
            "reply_by": (timezone.localdate() + timedelta(days=10)).isoformat(),
        }
        assert "请填写" in client.post(page, said | {"kind": "advice"}).content.decode()
        assert client.post(page, said).url == reverse("documents:of_case", args=[case.pk])
        assert the(case, "D-41b")
        event = CaseEvent.objects.get(case=case, code="union_letter_written")
        assert Narrator(case).line(event).text == "出具工会劳动法律监督意见书"


# D-34


def upload(content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile("裁定.pdf", content, "application/pdf")


def told(**changes: Any) -> Told:
    today = timezone.localdate()
    said: dict[str, Any] = {
        "kind": "confirmation",
        "issuer": "南昌县人民法院",
        "number": "(2026)赣0121诉前调确8号",
        "decided_on": today - timedelta(days=2),
        "received_on": today,
    }
    return Told(**said | changes)


class TestReceivedOriginal:
    def take(self, case: Case, team: Team, content: bytes = PDF, **changes: Any) -> originals.Taken:
        return originals.take_in(case, told(**changes), upload(content), by=actors.staff(case, team.registrar))

    def test_it_is_kept_as_it_came_with_its_hash_and_entered(self, undrawn: None, team: Team) -> None:
        case = at(State.CONFIRMED, team=team)
        kept = self.take(case, team).original
        assert store.get(kept.file, kept.sha256) == PDF
        assert kept.sm3 == store.sm3(PDF)
        assert kept.number == "（2026）赣0121诉前调确8号", "in the one written form"
        line = Narrator(case).line(kept.event)
        assert line.text == "收到民事裁定书（司法确认） （2026）赣0121诉前调确8号（南昌县人民法院）"
        assert kept.sha256[:16] in line.detail

    def test_an_unusual_number_warns_and_is_kept(self, undrawn: None, team: Team) -> None:
        case = at(State.PERFORMING, team=team)
        taken = self.take(case, team, number="南法调字第8号")
        assert taken.original.number == "南法调字第8号"
        assert "不是常见的法院案号样式" in taken.warnings[0]
        other = self.take(case, team, b"%PDF-1 other", number="（2026）粤0604诉前调确1716号")
        assert "不是江西法院" in other.warnings[0]

    def test_it_is_joined_to_the_result_that_was_entered(self, undrawn: None, team: Team) -> None:
        case = at(State.COURT_CONFIRMED, team=team)
        (result,) = originals.awaited(case)
        assert originals.kind_of(result) == "confirmation"
        taken = self.take(case, team, number="（2026）赣0121诉前调确999号", decided_on=result.decided_on)
        assert taken.original.confirmation == result
        assert any("与案件中登记的" in warning for warning in taken.warnings)
        assert originals.awaited(case) == []

    def test_the_form_knows_what_the_case_knows(self, undrawn: None, team: Team) -> None:
        case = at(State.COURT_CONFIRMED, team=team)
        (result,) = originals.awaited(case)
        page = as_(team.registrar).get(reverse("documents:original_add", args=[case.pk])).content.decode()
        assert result.number in page
        assert result.body in page
        shown = as_(team.registrar).get(reverse("documents:of_case", args=[case.pk])).content.decode()
        assert "等原件" in shown

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"number": " "}, "number"),
            ({"issuer": ""}, "issuer"),
            ({"kind": "letter"}, "kind"),
            ({"received_on": timezone.localdate() + timedelta(days=1)}, "received_on"),
            ({"decided_on": timezone.localdate() + timedelta(days=1)}, "received_on"),
        ],
    )
    def test_what_cannot_be_is_refused(self, undrawn: None, team: Team, changes: dict[str, Any], field: str) -> None:
        case = at(State.PERFORMING, team=team)
        with pytest.raises(Refused) as refusal:
            self.take(case, team, **changes)
        assert refusal.value.field == field

    def test_type_twice_and_rights(self, undrawn: None, team: Team) -> None:
        case = at(State.PERFORMING, team=team)
        with pytest.raises(Refused, match="只能上传"):
            self.take(case, team, b"PK\x03\x04 no paper")
        self.take(case, team)
        with pytest.raises(Refused, match="已经上传过"):
            self.take(case, team)
        with pytest.raises(Refused, match="出具文书"):
            originals.take_in(case, told(), upload(b"%PDF-2"), by=actors.staff(case, team.auditor))

    def test_a_wrong_upload_is_replaced_with_a_reason_and_stays(self, undrawn: None, team: Team) -> None:
        case = at(State.PERFORMING, team=team)
        by = actors.staff(case, team.registrar)
        old = self.take(case, team).original
        with pytest.raises(Refused, match="理由"):
            originals.replace(old, told(), upload(b"%PDF-2"), by=by, reason=" ")
        new = originals.replace(
            old, told(number="（2026）赣0121诉前调确9号"), upload(b"%PDF-2"), by=by, reason="传错页"
        ).original
        assert new.supersedes == old
        assert store.get(old.file, old.sha256) == PDF
        assert "理由：传错页" in Narrator(case).line(new.event).detail
        with pytest.raises(Refused, match="已经更换过"):
            originals.replace(old, told(), upload(b"%PDF-3"), by=by, reason="再换")
        worker = case.applicants[0]
        assert originals.readable(case, Reader(party=worker)) == [new]
        assert originals.readable(case, Reader(as_staff=True)) == [old, new]

    def test_nothing_of_it_can_be_changed(self, undrawn: None, team: Team) -> None:
        kept = self.take(at(State.PERFORMING, team=team), team).original
        with pytest.raises(RecordIsFinal):
            kept.save()
        for statement in (
            "UPDATE documents_receivedoriginal SET number = ''",
            "DELETE FROM documents_receivedoriginal",
        ):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)

    def test_a_court_reads_what_courts_made(self, undrawn: None, team: Team) -> None:
        case = at(State.COURT_CONFIRMED, team=team)
        ruling = self.take(case, team).original
        award = self.take(
            case, team, b"%PDF-2", kind="arbitration", issuer="南昌县劳动人事争议仲裁委员会", number="南劳仲8号"
        ).original
        assert originals.readable(case, Reader(as_court=True)) == [ruling]
        client = as_(team.liaison)
        assert client.get(reverse("documents:original_download", args=[ruling.pk])).content == PDF
        assert client.get(reverse("documents:original_download", args=[award.pk])).status_code == 404

    def test_a_worker_reads_his_own_and_not_his_colleagues(self, undrawn: None, team: Team) -> None:
        case = at(State.PERFORMING, team=team, story=a_group_story(workers=3, unwilling=(2,)))
        one, other, unwilling = case.workers
        firm: Party = case.respondents[0]
        order = self.take(case, team, kind="payment_order", number="（2026）赣0121民督1号", party=one).original
        ruling = self.take(case, team, b"%PDF-2").original
        assert originals.readable(case, Reader(party=one)) == [order, ruling]
        assert originals.readable(case, Reader(party=other)) == [ruling]
        assert originals.readable(case, Reader(party=firm)) == [order, ruling]
        assert originals.readable(case, Reader(party=unwilling)) == [], "the ruling is on an agreement he did not make"

    def test_every_copy_is_in_the_log(self, undrawn: None, team: Team) -> None:
        case = at(State.PERFORMING, team=team)
        kept: ReceivedOriginal = self.take(case, team).original
        client = with_card(case)
        assert kept.number in client.get(reverse("documents:party_papers")).content.decode()
        assert client.get(reverse("documents:party_original", args=[kept.pk])).content == PDF
        address = reverse("documents:original_download", args=[kept.pk])
        assert as_(team.auditor).get(address).status_code == 403, "a ruling cannot be covered"
        assert as_(team.registrar).get(address).content == PDF
        rows = AccessLog.objects.filter(case=case, kind=AccessLog.Kind.DOWNLOAD, detail__contains=kept.number)
        assert {row.user for row in rows} == {None, team.registrar}

    def test_by_its_forms(self, undrawn: None, team: Team) -> None:
        case = at(State.PERFORMING, team=team)
        client, today = as_(team.registrar), timezone.localdate().isoformat()
        said = {
            "kind": "payment_order",
            "issuer": "南昌县人民法院",
            "number": "民督一号",
            "decided_on": today,
            "received_on": today,
        }
        answer = client.post(
            reverse("documents:original_add", args=[case.pk]), said | {"file": upload()}, follow=True
        ).content.decode()
        assert "不是常见的法院案号样式" in answer
        assert "民督一号" in answer
        kept = ReceivedOriginal.objects.get(case=case)
        again = reverse("documents:original_replace", args=[case.pk, kept.pk])
        said |= {"number": "（2026）赣0121民督1号", "reason": "编号看错"}
        answer = client.post(again, said | {"file": upload(b"%PDF-2")}, follow=True).content.decode()
        assert "已被更换" in answer
        assert "（2026）赣0121民督1号" in answer
