"""The law's checks as the case meets them: what stops signing and where it is mended; the text, the plan, the people."""

from typing import Any

import pytest
from django.test import Client

from cases.models import Agreement, Case, LawParameter, Party
from cases.services.actors import staff
from cases.services.agreement_checks import draft_of, findings_of, reasons_against
from cases.services.agreements import save_draft
from cases.services.perform import perform
from cases.services.refusal import Refused
from cases.states import State
from tests.cases.screens.desk import page, signed_in, url
from tests.components.test_pages import assert_well_made
from tests.factories import Team, a_room_with_team
from tests.scenarios import at

pytestmark = pytest.mark.django_db


@pytest.fixture
def team() -> Team:
    return a_room_with_team()


@pytest.fixture
def case(team: Team) -> Case:
    """A case with a whole draft: sent back from signing, so that everything is there and can be changed."""
    signing = at(State.SIGNING, team=team)
    perform(signing, "change_text", by=staff(signing, team.mediator), reason="核对")
    return Case.objects.get(pk=signing.pk)


def rules(case: Case) -> set[str]:
    return {finding.rule for finding in findings_of(Case.objects.get(pk=case.pk))}


def fix(case: Case, team: Team) -> Case:
    fresh = Case.objects.get(pk=case.pk)
    return perform(fresh, "reach_agreement", by=staff(fresh, team.mediator))


def test_a_whole_draft_goes_to_signing(case: Case, team: Team) -> None:
    assert reasons_against(case) == []
    assert fix(case, team).state == State.SIGNING


@pytest.mark.parametrize(
    ("change", "rule", "words"),
    [
        (lambda case: Party.objects.filter(pk=case.applicants[0].pk).update(id_number=""), "AG-01", "身份证件号码"),
        (
            lambda case: Party.objects.filter(pk=case.respondents[0].pk).update(credit_code="91360121MA3TEST001"),
            "AG-01",
            "校验不通过",
        ),
        (lambda case: Agreement.objects.update(terms="刘某自愿放弃补缴社会保险，尽快付清。"), "AG-12", "第十九条"),
        (lambda case: Agreement.objects.update(confirmation=""), "AG-25", "请选择怎样确认"),
        (lambda case: case.agreement.instalments.update(method=""), "AG-04", "付款方式"),
        (
            lambda case: Agreement.objects.update(terms="欠款于2026年6月30日付清，逾期可以直接申请强制执行。"),
            "AG-22",
            "须先经仲裁审查或者司法确认",
        ),
    ],
    ids=[
        "no identity",
        "wrong credit code",
        "social insurance",
        "no choice of confirmation",
        "no method",
        "enforcement",
    ],
)
def test_what_the_law_does_not_let_stand_stops_the_signing(
    case: Case, team: Team, change: Any, rule: str, words: str
) -> None:
    change(case)
    assert rule in rules(case)
    with pytest.raises(Refused, match=words):
        fix(case, team)
    assert Case.objects.get(pk=case.pk).state == State.MEDIATING


def test_an_employer_without_a_licence_is_known_by_the_reason(case: Case) -> None:
    Party.objects.filter(pk=case.respondents[0].pk).update(credit_code="", no_licence_reason="无照经营，列投资人")
    assert "AG-01" not in rules(case)


def test_the_minimum_wage_is_that_of_the_parks_zone_on_the_day(case: Case, team: Team) -> None:
    from django.utils import timezone

    LawParameter.objects.create(
        kind="min_wage_monthly",
        area="二类区域",
        valid_from="2020-01-01",
        value=1870,
        source="通知",
        released_at=timezone.now(),
    )
    team.park.wage_zone = 2
    team.park.save()
    assert draft_of(Case.objects.get(pk=case.pk)).minimum_wage == 1870
    Agreement.objects.update(terms="单位自2026年12月起安排刘某上岗，月工资为1,500元。")
    assert "AG-20" in rules(case)


def test_every_wording_is_refused_when_it_is_typed_already(case: Case, team: Team) -> None:
    with pytest.raises(Refused, match="第十九条") as caught:
        save_draft(case, {"terms": "双方同意社保折现支付，不再缴纳社保"}, by=staff(case, team.mediator))
    assert caught.value.field == "terms"


def test_the_tab_shows_what_is_found_and_the_form_offers_clauses(case: Case, team: Team) -> None:
    mediator: Client = signed_in(team.mediator)
    Party.objects.filter(pk=case.applicants[0].pk).update(id_number="")
    text = page(mediator, url("agreement", case))
    assert "签署前检查" in text
    assert "必须改" in text
    assert url("parties", case) in text
    assert_well_made(text)
    form = page(mediator, url("agreement_text", case))
    assert "常用条款" in form
    assert "一期逾期、全部到期" in form
    assert_well_made(form)
