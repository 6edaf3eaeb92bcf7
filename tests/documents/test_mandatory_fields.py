"""What domain 6.1 asks of each form is there, or the form is refused with the name of what is missing and its tab."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from cases.models import Agreement, Case, Party
from cases.practice import journeys
from cases.services import actors, meetings
from cases.services.intake import QuickIntake, register
from cases.services.perform import perform
from cases.services.refusal import Refused
from cases.states import State
from documents import kinds, masking, rendering, services, store, verification
from documents.context import common
from documents.context_types import Paper
from documents.models import Document
from documents.samples import SAMPLES
from tests.factories import Team, a_room_with_team
from tests.scenarios import along, at

from .conftest import body_text, squeezed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("undrawn")]


@pytest.fixture
def team() -> Team:
    return a_room_with_team()


def fresh(case: Case) -> Case:
    return Case.objects.for_rows().get(pk=case.pk)


def the(case: Case, kind: str) -> Document:
    rows: Any = Document.objects.current()
    document: Document = rows.get(case=case, kind=kind)
    return document


def made(kind: str, case: Case, team: Team, **about: Any) -> Document:
    held = fresh(case)
    return services.issue(kind, held, by=actors.staff(held, team.head), **about)


def text_of(document: Document) -> str:
    return body_text(store.get(document.file, document.sha256), document.number)


def walk_in(team: Team) -> Case:
    values = {"applicant": "刘秀英", "phone": "13800138000", "employer": "南昌某某电子有限公司", "source": "visit"}
    return register(QuickIntake(**values, claim_codes=("01",)), room=team.room, user=team.registrar)


class TestApplication:
    def test_without_anything_asked_for_it_is_no_application(self, team: Team) -> None:
        case = walk_in(team)
        case.claims.all().delete()
        with pytest.raises(Refused, match="《劳动争议调解申请书》缺少：调解请求，请先填写") as refusal:
            made("D-01", case, team)
        assert [why.mend for why in refusal.value.whys] == ["claims"]
        Case.objects.filter(pk=case.pk).update(request="支付拖欠的工资")
        assert "支付拖欠的工资" in text_of(made("D-01", case, team))

    def test_what_is_ticked_at_the_desk_is_enough(self, team: Team) -> None:
        case = walk_in(team)
        assert case.request == ""
        assert made("D-01", case, team).context["claims"]

    def test_nor_without_somebody_it_is_against(self, team: Team) -> None:
        case = walk_in(team)
        Party.objects.filter(case=case, side="respondent").delete()
        with pytest.raises(Refused, match="缺少：被申请人") as refusal:
            made("D-01", case, team)
        assert [why.mend for why in refusal.value.whys] == ["parties"]


def test_who_is_turned_away_is_told_of_his_limitation(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    """The application itself interrupted it (R33 27): a notice that does not say so is not made, nor the move."""
    assert "因申请调解，仲裁时效自" in text_of(the(at(State.NOT_ACCEPTED, team=team), "D-05"))
    case = at(State.RECEIVED, team=team)
    monkeypatch.setattr(common, "limitations", lambda case, *, claims: ())
    with pytest.raises(Refused, match="《不予受理通知书》缺少：时效提示") as refusal:
        perform(case, "reject", by=actors.staff(case, team.head), ground="not_labour", reason="承揽费用")
    assert [why.mend for why in refusal.value.whys] == ["clocks"]
    assert Case.objects.get(pk=case.pk).state == State.RECEIVED


def test_a_call_says_what_to_bring_also_where_nobody_wrote_it_down(team: Team) -> None:
    case = at(State.MEDIATING, team=team)
    by = actors.staff(case, team.mediator)
    about: dict[str, Any] = {"kind": "joint", "place": "调解室", "expected": [*case.applicants], "by": by}
    plain = meetings.arrange(case, starts_at=timezone.now() + timedelta(days=1), **about)
    asked = meetings.arrange(case, starts_at=timezone.now() + timedelta(days=2), bring="工资条", **about)
    rows: Any = Document.objects
    assert rows.get(kind="D-10", meeting=plain).context["bring"] == ["与争议有关的材料"]
    assert rows.get(kind="D-10", meeting=asked).context["bring"] == ["工资条"]
    assert "特别授权）；与争议有关的材料" in text_of(rows.get(kind="D-10", meeting=plain))


class TestExtension:
    def test_the_form_of_a_coming_one_is_written_in_ink(self, team: Team) -> None:
        form = made("D-16", along(journeys.HELD, team=team).case, team)
        assert (form.context["granted"], form.context["new_end"], form.context["reason"]) == ("", "", "")

    def test_what_was_agreed_is_on_it_whole(self, team: Team) -> None:
        form = made("D-16", along(journeys.EXTENDED, team=team).case, team)
        assert form.context["granted"] == "yes"
        assert lacks("D-16", new_end="", reason=" ", agreed_on="") == ("新截止日", "延长理由", "双方同意日期")
        assert lacks("D-16", granted="", new_end="", reason="", agreed_on="") == ()


def lacks(name: str, **changes: Any) -> tuple[str, ...]:
    """What the registry finds missing in a sample that was changed."""
    paper: Paper = SAMPLES[name].paper
    return kinds.missing_fields(kinds.kind(SAMPLES[name].kind), replace(paper, **changes))


def test_an_agreement_says_what_follows_a_default_even_where_nothing_was_agreed(team: Team) -> None:
    case = along(journeys.DRAFTED, team=team).case
    Agreement.objects.filter(case=case).update(default_clause="", accelerates=False)
    perform(fresh(case), "reach_agreement", by=actors.staff(case, team.mediator))
    agreement = the(case, "D-17")
    words = "双方当事人没有另行约定违约责任，依照法律规定承担；不履行的，按照本协议第八部分处理。"
    assert agreement.context["default_clause"] == words
    text = text_of(agreement)
    assert f"五、逾期不履行的责任{words}六、争议的了结" in text
    assert "八、本协议的效力和不履行的处理" in text, "the part it refers to"
    assert lacks("D-17", default_clause="") == ("逾期不履行的责任",)


def test_a_withdrawal_states_its_reason_or_that_none_was_given(team: Team) -> None:
    case = at(State.MEDIATING, team=team)
    perform(case, "withdraw", by=actors.staff(case, team.mediator))
    paper = made("D-19", case, team)
    assert paper.context["reason"] == "申请人没有说明原因"
    assert "撤回的原因（请勾选" not in text_of(paper)
    assert "单位已经改正" in made("D-19", at(State.WITHDRAWN, team=team), team).context["reason"]
    assert lacks("D-19", reason="") == ("撤回的原因",)
    assert lacks("D-19-blank") == (), "the form is filled in by hand"
    assert made("D-19", along(journeys.SETTLED, team=team).case, team).context["reason"] == ""


def test_an_order_to_pay_is_asked_of_a_court(team: Team) -> None:
    case = at(State.DEFAULTED, team=team)
    case.respondents[0].__class__.objects.filter(case=case).update(division_code="")
    order = made("D-27", case, team, party=case.applicants[0])
    assert f"支付令申请书{squeezed(order.number)}有管辖权的基层人民法院：" in text_of(order)
    assert lacks("D-27", court="") == ("人民法院",)


def test_of_a_salon_that_was_held_people_and_result_are_kept() -> None:
    assert lacks("D-43", people=(), result="") == ("参加的当事人", "结果")
    assert lacks("D-43-planned", people=(), result="") == ()
    assert {services._tab_of(label) for label in ("参加的当事人", "结果", "需要携带的材料")} == {"meetings"}


@pytest.mark.draws
def test_what_was_complete_in_its_day_is_still_drawn_when_more_is_asked_for(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A copy with covered data, the check of the stored file: neither asks the registry of today."""
    document = the(at(State.ACCEPTED, team=team), "D-04")
    kind = kinds.kind("D-04")
    stricter = replace(kind, mandatory=(*kind.mandatory, kinds.Mandatory("to_submit")))
    monkeypatch.setattr(kinds, "KINDS", {**kinds.KINDS, "D-04": stricter})
    assert verification.faults_of(document, render=True) == []
    assert squeezed(masking.NOTE) in text_of_pdf(masking.masked_copy(document).pdf, document)
    with pytest.raises(kinds.MissingFields, match="应当提交的材料"):
        rendering.render("D-04", kind.version, document.context)
    with pytest.raises(Refused, match="应当提交的材料"):
        services.reissue(document, by=actors.staff(document.case, team.head), reason="更正")


def text_of_pdf(pdf: bytes, document: Document) -> str:
    return body_text(pdf, document.number)
