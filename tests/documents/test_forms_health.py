"""Sealed health papers: who makes them, who reads them, and that for everybody else and everywhere else they are not."""

import hashlib
import os
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from cases.models import AccessLog, Case, CaseEvent, GlassBreak, HealthNote
from cases.services import exports as ledgers
from cases.services import parties
from cases.services.actors import staff
from cases.services.health import alarms_for, give_service
from cases.services.refusal import Refused
from cases.states import State
from documents import health_papers, kinds, services, store, verification
from documents.apart import HealthPaper
from documents.models import Document
from documents.subjects import subjects
from mediation.append_only import RecordIsFinal
from mediation.parks.roles import Role
from tests.cases.refused import A_WORKING_DAY, on, refused
from tests.cases.test_services_health import TODAY
from tests.factories import Team, appointed, strangers
from tests.scenarios import at

from .conftest import body_text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media")]
SECRET = "申请人连续失眠"
REFERRAL = {"institution": "某某医院心身医学门诊", "grounds": "睡眠困难一个多月，需要由医生评估。"}
CODES = ("D-39", "D-39b", "D-39c")


@pytest.fixture(autouse=True)
def on_a_working_day() -> Iterator[None]:
    with on(A_WORKING_DAY[:10]):
        yield


@pytest.fixture
def mentor(team: Team) -> Any:
    """Another health engineer of the room, so that no union supervisor reads by being named."""
    return appointed(Role.HEALTH_ENGINEER, team.room)


@pytest.fixture
def case(team: Team) -> Case:
    case = at(State.MEDIATING, team=team)
    consent(case, team, given=True)
    return Case.objects.get(pk=case.pk)


def consent(case: Case, team: Team, *, given: bool) -> None:
    by = staff(case, team.health)
    parties.record_consent(case.applicants[0], "health", given=given, on=TODAY, channel="written", by=by)


@pytest.fixture
def note(case: Case, team: Team, mentor: Any) -> HealthNote:
    service = give_service(
        case,
        case.applicants[0],
        kind="referral",
        on=TODAY,
        risk="watch",
        note=SECRET,
        supervisor=mentor,
        by=staff(case, team.health),
    )
    return HealthNote.objects.get(service=service)


@pytest.fixture
def papers(case: Case, team: Team, note: HealthNote, mentor: Any) -> list[HealthPaper]:
    """One of each kind."""
    by = staff(case, team.health)
    return [
        health_papers.make_consent(case, case.applicants[0], supervisor=mentor, by=by),
        health_papers.make_record(note, by=by),
        health_papers.make_referral(note, **REFERRAL, by=by),
    ]


def text_of(paper: HealthPaper) -> str:
    return body_text(store.get_health(paper.file, paper.sha256), paper.number)


def client_of(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


class TestWhatTheySay:
    def test_the_consent_says_what_the_law_asks(self, papers: list[HealthPaper], case: Case, mentor: Any) -> None:
        """PIPL 14–17, 28–30; JSF 23: voluntary, no diagnosis, limits of secrecy, separate consent, withdrawal."""
        text = text_of(papers[0])
        for words in (
            f"{case.applicants[0].name}：",
            "完全自愿",
            "撤回同意，不影响你的调解和其他服务",
            "不从事心理治疗，也不诊断、治疗精神障碍",
            "《中华人民共和国精神卫生法》第二十三条",
            "危及你本人或者他人生命安全",
            "敏感个人信息",
            "单独同意为上述目的处理我的心理和健康信息",
            f"指定督导{mentor.name}可以查阅",
            "保存期限",
        ):
            assert words in text

    def test_the_record_is_the_note(self, papers: list[HealthPaper], note: HealthNote) -> None:
        text = text_of(papers[1])
        assert SECRET in text
        assert "2026年6月10日" in text
        assert "需要关注" in text
        assert note.author.name in text
        assert note.supervisor.name in text

    def test_the_referral_holds_the_advice_and_not_the_note(self, papers: list[HealthPaper]) -> None:
        text = text_of(papers[2])
        assert REFERRAL["institution"] in text
        assert REFERRAL["grounds"].rstrip("。") in text
        assert "不是诊断" in text
        assert SECRET not in text

    def test_none_names_the_dispute(self, papers: list[HealthPaper], case: Case) -> None:
        """A referral is carried to a hospital: JSF 4 protects from what the person could be known by."""
        assert case.number
        for paper in papers:
            assert paper.paper.case_number == ""
            assert case.number not in text_of(paper)
            assert case.respondents[0].name not in text_of(paper)

    def test_numbers_tell_nothing(self, papers: list[HealthPaper]) -> None:
        assert [row.number for row in papers] == [
            f"赣工调服〔2026〕{papers[0].case.room.short_name}{n}号" for n in (1, 2, 3)
        ]
        used = [kind.series for kind in kinds.KINDS.values() if kind.code not in CODES]
        assert kinds.Series.HEALTH not in used

    def test_a_blank_before_anything_and_without_a_trace(self, team: Team) -> None:
        case = at(State.RECEIVED, team=team)
        before = CaseEvent.objects.filter(case=case).count()
        text = body_text(health_papers.blank_consent(case, by=staff(case, team.health)), "空白表（不编号）")
        assert case.applicants[0].name not in text
        assert "心理服务知情同意书" in text
        assert not HealthPaper.objects.exists()
        assert CaseEvent.objects.filter(case=case).count() == before

    def test_the_consent_comes_before_any_consent_is_entered(self, team: Team) -> None:
        case = at(State.MEDIATING, team=team)
        paper = health_papers.make_consent(
            case, case.applicants[0], supervisor=team.supervisor, by=staff(case, team.health)
        )
        assert (paper.note, paper.author, paper.supervisor) == (None, team.health, team.supervisor)


class TestMaking:
    @pytest.mark.parametrize("who", ["mediator", "lawyer", "registrar", "head", "supervisor", "auditor", "stranger"])
    def test_only_a_health_engineer_of_the_park(self, case: Case, team: Team, note: HealthNote, who: str) -> None:
        user = strangers().health if who == "stranger" else getattr(team, who)
        by = staff(case, user)
        for act in (
            lambda: health_papers.make_consent(case, case.applicants[0], supervisor=team.lawyer, by=by),
            lambda: health_papers.blank_consent(case, by=by),
            lambda: health_papers.make_record(note, by=by),
            lambda: health_papers.draft_record(note, by=by),
            lambda: health_papers.make_referral(note, **REFERRAL, by=by),
            lambda: health_papers.draft_referral(note, **REFERRAL, by=by),
        ):
            with refused("书写心理服务记录", denied=True):
                act()
        assert not HealthPaper.objects.exists()

    def test_a_note_belongs_to_who_wrote_it(self, case: Case, note: HealthNote, mentor: Any) -> None:
        """Even the named supervisor, who may read it, makes no paper and no draft of it."""
        by = staff(case, mentor)
        for act in (
            lambda: health_papers.make_record(note, by=by),
            lambda: health_papers.draft_record(note, by=by),
            lambda: health_papers.make_referral(note, **REFERRAL, by=by),
        ):
            with refused("书写记录的健康工程师本人", denied=True):
                act()

    def test_rights_in_another_park_open_nothing(self, note: HealthNote) -> None:
        far = strangers()
        theirs = at(State.MEDIATING, team=far)
        with refused("书写心理服务记录", denied=True):
            health_papers.make_record(note, by=staff(theirs, far.health))

    def test_withdrawn_consent_ends_the_use(self, case: Case, team: Team, note: HealthNote) -> None:
        consent(case, team, given=False)
        by = staff(case, team.health)
        for act in (
            lambda: health_papers.make_record(note, by=by),
            lambda: health_papers.draft_record(note, by=by),
            lambda: health_papers.make_referral(note, **REFERRAL, by=by),
        ):
            with refused("撤回同意"):
                act()

    def test_a_record_is_made_once(self, papers: list[HealthPaper], note: HealthNote, case: Case, team: Team) -> None:
        with refused("已经出具"):
            health_papers.make_record(note, by=staff(case, team.health))

    def test_only_for_workers_of_the_case_and_a_supervisor_of_the_park(self, case: Case, team: Team) -> None:
        by = staff(case, team.health)
        with refused("只为本案的劳动者", field="party"):
            health_papers.make_consent(case, case.respondents[0], supervisor=team.supervisor, by=by)
        other = at(State.RECEIVED, team=team).applicants[0]
        with refused("只为本案的劳动者", field="party"):
            health_papers.make_consent(case, other, supervisor=team.supervisor, by=by)
        far = strangers()
        for person in (team.health, team.mediator, far.supervisor):
            with refused("指定督导", field="supervisor"):
                health_papers.make_consent(case, case.applicants[0], supervisor=person, by=by)

    def test_what_is_missing_is_named_and_not_repeated(self, case: Case, team: Team, note: HealthNote) -> None:
        by = staff(case, team.health)
        with refused("建议就诊的医疗机构"):
            health_papers.make_referral(note, institution=" ", grounds=SECRET, by=by)
        with pytest.raises(Refused, match="请换一个写法") as problem:
            health_papers.make_referral(note, institution="某医院", grounds=f"{SECRET}\U0010ffff", by=by)
        assert SECRET not in str(problem.value)

    def test_no_door_of_the_case_file_makes_one(self, case: Case, team: Team, note: HealthNote) -> None:
        assert not [row for row in subjects(case) if row.kind in CODES]
        for code in CODES:
            with refused("还不能出具"):
                services.issue(code, case, by=staff(case, team.registrar))
            with refused("没有可以预览"):
                services.preview(code, case, by=staff(case, team.health))


class TestSealed:
    def test_nothing_is_in_the_clear(self, papers: list[HealthPaper], media: Path) -> None:
        files = [path for path in media.rglob("*") if path.is_file()]
        kept = [path for path in files if path.parent.parent.name == "health"]
        assert len(kept) == 3
        for path in kept:
            content = path.read_bytes()
            assert not content.startswith(b"%PDF")
            assert hashlib.sha256(content).hexdigest() not in {row.sha256 for row in papers}
        assert not [path for path in files for row in papers if row.sha256 in str(path)], "a name proves no text"
        with connection.cursor() as cursor:
            cursor.execute("SELECT frozen FROM documents_healthpaper")
            stored = "".join(row[0] for row in cursor.fetchall())
        assert SECRET not in stored
        assert papers[0].party.name not in stored
        assert SECRET in papers[1].frozen

    def test_checked_whenever_read(self, papers: list[HealthPaper], media: Path) -> None:
        first, second = papers[0], papers[1]
        (media / first.file).write_bytes((media / second.file).read_bytes())
        with pytest.raises(store.Damaged):
            store.get_health(first.file, first.sha256)
        (media / second.file).write_bytes(b"broken")
        with pytest.raises(store.Damaged):
            store.get_health(second.file, second.sha256)
        default_storage.delete(second.file)
        with pytest.raises(store.Damaged):
            store.get_health(second.file, second.sha256)

    def test_a_new_key_reads_what_the_old_one_wrote(self, papers: list[HealthPaper], settings: Any) -> None:
        old = list(settings.FIELD_KEYS)
        settings.FIELD_KEYS = [Fernet.generate_key().decode(), *old]
        assert store.get_health(papers[0].file, papers[0].sha256).startswith(b"%PDF")
        settings.FIELD_KEYS = [Fernet.generate_key().decode()]
        with pytest.raises(store.Damaged):
            store.get_health(papers[0].file, papers[0].sha256)

    def test_written_once(self, papers: list[HealthPaper]) -> None:
        paper = papers[0]
        with pytest.raises(RecordIsFinal):
            paper.save()
        with pytest.raises(RecordIsFinal):
            paper.delete()
        for statement in ("UPDATE documents_healthpaper SET kind = 'D-39'", "DELETE FROM documents_healthpaper"):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)

    def test_the_sweep_keeps_them(self, papers: list[HealthPaper], media: Path) -> None:
        for path in media.rglob("*.locked"):
            os.utime(path, (0, 0))
        stray, _ = store.put_health(b"nobody names it")
        os.utime(media / stray, (0, 0))
        out = StringIO()
        call_command("sweep_files", stdout=out)
        assert stray in out.getvalue()
        assert not (media / stray).exists()
        assert all((media / row.file).exists() for row in papers)


class TestReading:
    def test_author_and_supervisor_and_it_is_written_down(
        self, papers: list[HealthPaper], case: Case, team: Team, mentor: Any
    ) -> None:
        before = set(AccessLog.objects.values_list("pk", flat=True))
        for paper in papers:
            for user in (team.health, mentor):
                assert health_papers.opened(paper, by=staff(case, user)).startswith(b"%PDF")
        rows = AccessLog.objects.exclude(pk__in=before)
        assert {(row.kind, row.detail) for row in rows} == {("sealed", "密存文书")}
        assert len(rows) == 6

    def test_nobody_else(self, papers: list[HealthPaper], case: Case, team: Team) -> None:
        for who in ("mediator", "lawyer", "registrar", "head", "supervisor", "auditor"):
            for paper in papers:
                with refused("只有书写人和指定督导", denied=True):
                    health_papers.opened(paper, by=staff(case, getattr(team, who)))
            assert health_papers.readable(case, getattr(team, who)) == [], who

    def test_not_after_one_has_left(self, papers: list[HealthPaper], case: Case, mentor: Any) -> None:
        mentor.appointments.update(valid_to=TODAY.replace(day=9))
        with refused("查看案件", denied=True):
            health_papers.opened(papers[1], by=staff(case, mentor))
        assert client_of(mentor).get(address("health_paper_download", case, papers[1])).status_code == 404

    def test_in_an_emergency(self, papers: list[HealthPaper], case: Case, team: Team) -> None:
        by = staff(case, team.supervisor)
        with refused("至少5个字", field="reason"):
            health_papers.opened_in_emergency(papers[1], reason="看看", by=by)
        assert not GlassBreak.objects.exists()
        content = health_papers.opened_in_emergency(papers[1], reason="有自伤风险须联系家属", by=by)
        assert SECRET in content.decode()
        (alarm,) = alarms_for(team.health)
        assert (alarm.by, alarm.reason) == (team.supervisor, "有自伤风险须联系家属")

    def test_a_consent_is_no_emergency(self, papers: list[HealthPaper], case: Case, team: Team) -> None:
        with refused("不能紧急查阅", field="reason"):
            health_papers.opened_in_emergency(papers[0], reason="有自伤风险须联系家属", by=staff(case, team.supervisor))

    @pytest.mark.parametrize("who", ["mediator", "head", "auditor", "health", "supervisor of another park"])
    def test_the_glass_breaks_for_no_other_right(
        self, papers: list[HealthPaper], case: Case, team: Team, who: str
    ) -> None:
        far = strangers()
        user = far.supervisor if "another" in who else getattr(team, who)
        for paper in papers:
            with refused("紧急查阅密存健康记录", denied=True):
                health_papers.opened_in_emergency(paper, reason="有自伤风险须联系家属", by=staff(case, user))


# ---- every route, every role ---------------------------------------------------------------------------------------


def address(name: str, case: Case, *things: Any) -> str:
    return reverse(f"documents:{name}", args=[case.pk, *(getattr(thing, "pk", thing) for thing in things)])


STAFF = ("registrar", "lawyer", "mediator", "head", "supervisor", "auditor", "health", "liaison", "stranger")


@pytest.fixture
def people(team: Team) -> dict[str, Client]:
    """Everybody of the park who works on the case or watches, the court, and the counsellor of another park."""
    far = strangers()
    return {who: client_of(far.health if who == "stranger" else getattr(team, who)) for who in STAFF}


class TestRoutes:
    def test_download(self, papers: list[HealthPaper], case: Case, people: dict[str, Client]) -> None:
        for paper in papers:
            found = {who: client.get(address("health_paper_download", case, paper)) for who, client in people.items()}
            assert {who for who, answer in found.items() if answer.status_code != 404} == {"health"}
            assert found["health"].content.startswith(b"%PDF")
            # The door of the papers of the file knows no such key either.
            assert not Document.objects.filter(number=paper.number).exists()

    def test_nothing_of_them_on_any_page_of_the_case(
        self, papers: list[HealthPaper], case: Case, people: dict[str, Client]
    ) -> None:
        pages = [address("of_case", case), reverse("documents:unserved"), reverse("desk:worklist")]
        pages += [
            reverse(f"desk:{tab}", args=[case.pk])
            for tab in ("case", "parties", "team", "meetings", "evidence", "closing", "history", "clocks")
        ]
        pages += [reverse("documents:for_court", args=[case.pk]), reverse("oversight:readings")]
        words = [SECRET, REFERRAL["grounds"], *(word for row in papers for word in (row.number, f"《{row.title}》"))]
        for who, client in people.items():
            for url in pages:
                shown = client.get(url, follow=True).content.decode()
                assert not [word for word in words if word in shown], (who, url)

    def test_the_page_of_sealed_papers(self, papers: list[HealthPaper], case: Case, people: dict[str, Client]) -> None:
        for who, client in people.items():
            answer = client.get(address("health_papers", case))
            wanted = {"health": 200, "supervisor": 200, "liaison": 404, "stranger": 404}.get(who, 403)
            assert answer.status_code == wanted, who
            shown = answer.content.decode()
            assert all((row.number in shown) is (who == "health") for row in papers), who
            assert SECRET not in shown
            if who == "supervisor":
                assert shown.count("密存文书一份") == 2, "the consent cannot be broken open"
                panel = shown.partition("<h2>密存文书</h2>")[2].partition("</section>")[0]
                assert case.applicants[0].name not in panel

    def test_drafts_obey_the_same_rule(self, case: Case, note: HealthNote, people: dict[str, Client]) -> None:
        for name in ("health_paper_record", "health_paper_referral"):
            for who, client in people.items():
                answer = client.post(address(name, case, note.service), {"draft": "1", **REFERRAL})
                assert answer.content.startswith(b"%PDF") is (who == "health"), who
                assert answer.status_code in ((200,) if who == "health" else (403, 404)), who

    def test_the_named_supervisor_gets_no_draft(self, case: Case, note: HealthNote, mentor: Any) -> None:
        for name in ("health_paper_record", "health_paper_referral"):
            answer = client_of(mentor).post(address(name, case, note.service), {"draft": "1", **REFERRAL})
            assert answer.status_code == 404

    def test_the_counsellor_works_through_the_pages(self, case: Case, team: Team, note: HealthNote) -> None:
        client = client_of(team.health)
        assert client.get(address("health_paper_blank", case)).content.startswith(b"%PDF")
        said = {"party": case.applicants[0].pk, "supervisor": team.supervisor.pk}
        assert client.post(address("health_paper_consent", case), said).status_code == 302
        assert client.post(address("health_paper_record", case, note.service), {"draft": "1"}).content.startswith(
            b"%PDF"
        )
        assert HealthPaper.objects.count() == 1
        assert client.post(address("health_paper_record", case, note.service)).status_code == 302
        drawn = client.post(address("health_paper_referral", case, note.service), {**REFERRAL, "draft": "1"})
        assert drawn.content.startswith(b"%PDF")
        assert client.post(address("health_paper_referral", case, note.service), REFERRAL).status_code == 302
        rows = HealthPaper.objects.order_by("pk")
        assert [row.kind for row in rows] == ["D-39", "D-39b", "D-39c"]
        answer = client.get(address("health_paper_download", case, rows[1]))
        assert "no-store" in answer["Cache-Control"]
        assert rows[1].title not in answer["Content-Disposition"]

    def test_breaking_the_glass_on_the_page(self, papers: list[HealthPaper], case: Case, team: Team) -> None:
        client, url = client_of(team.supervisor), address("health_paper_emergency", case, papers[1])
        assert client.post(url, {"reason": "看"}).status_code == 200
        assert not GlassBreak.objects.exists()
        answer = client.post(url, {"reason": "有自伤风险须联系家属"})
        assert answer.content.startswith(b"%PDF")
        assert alarms_for(team.health)
        assert client.get(address("health_paper_emergency", case, papers[0])).status_code == 404


class TestOutside:
    def test_no_document_no_entry_no_export(self, note: HealthNote, case: Case, team: Team, mentor: Any) -> None:
        before = (Document.objects.count(), CaseEvent.objects.filter(case=case).count())
        by = staff(case, team.health)
        health_papers.make_consent(case, case.applicants[0], supervisor=mentor, by=by)
        paper = health_papers.make_record(note, by=by)
        assert (Document.objects.count(), CaseEvent.objects.filter(case=case).count()) == before
        for reader in (services.reader_of(case, team.head), services.Reader(as_court=True)):
            assert not [row for row in services.readable(case, reader) if row.kind in CODES]
        for party in case.parties.all():
            assert not [row for row in services.readable(case, services.Reader(party=party)) if row.kind in CODES]
        for ledger in ledgers.LEDGERS.values():
            labels = {column.label for column in ledger.columns}
            assert not [label for label in labels if "心理" in label or "密存" in label or "健康" in label]
        assert paper.number not in "".join(AccessLog.objects.values_list("detail", flat=True))

    def test_the_public_page_tells_only_that_it_is_genuine(self, papers: list[HealthPaper], case: Case) -> None:
        for paper in papers:
            answer = Client().get(reverse("documents:verify", args=[paper.code]))
            shown = answer.content.decode()
            assert answer.status_code == 200
            assert "健康服务文书" in shown
            secrets = (
                paper.number,
                paper.title,
                "心理",
                "转介",
                case.room.name,
                case.applicants[0].name,
                "2026-06-10",
                paper.sha256,
            )
            assert not [word for word in secrets if word in shown]

    def test_the_public_page_knows_the_file_again(self, papers: list[HealthPaper]) -> None:
        paper = papers[2]
        content = store.get_health(paper.file, paper.sha256)
        assert verification.finding(paper.code, content=content).same is True
        assert verification.finding(paper.code, content=content + b" ").same is False
