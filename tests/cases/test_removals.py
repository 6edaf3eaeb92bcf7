"""What was entered by mistake can be taken out again, and what has happened cannot: parties, claims, contacts."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from cases.models import Case, CaseEvent, ClaimItem, Consent, Party
from cases.services.actors import staff
from cases.services.parties import fill_party, record_consent, record_contact, remove_claim, remove_party
from cases.states import State
from tests.cases.refused import refused
from tests.cases.screens.desk import page, send, signed_in, url
from tests.factories import Team, a_room_with_team
from tests.scenarios import at

pytestmark = pytest.mark.django_db


@pytest.fixture
def team() -> Team:
    return a_room_with_team()


@pytest.fixture
def case(team: Team) -> Case:
    return at(State.SEEKING_CONSENT, team=team)


def mistaken(case: Case) -> Party:
    """A second respondent that has nothing to do with it."""
    return fill_party(Party(case=case, side="respondent", kind="employer"), {"name": "南昌某无关有限公司"})


def test_a_party_entered_by_mistake_no_longer_stands_in_the_way(case: Case, team: Team) -> None:
    by = staff(case, team.registrar)
    extra = mistaken(case)
    remove_party(extra, reason="登记时选错了单位", by=by)
    fresh = Case.objects.get(pk=case.pk)
    assert [party.name for party in fresh.respondents] == [case.respondents[0].name]
    event = CaseEvent.objects.filter(case=case).latest("sequence")
    assert (event.code, event.data["what"]) == ("party_removed", "被申请人南昌某无关有限公司")


def test_who_has_spoken_stays(case: Case, team: Team) -> None:
    by = staff(case, team.registrar)
    extra = mistaken(case)
    record_consent(extra, Consent.Subject.MEDIATE, given=False, on=timezone.localdate(), channel="call", by=by)
    with refused("已有意见"):
        remove_party(extra, reason="选错了", by=by)


def test_the_last_of_a_side_and_a_reason_left_out(case: Case, team: Team) -> None:
    by = staff(case, team.registrar)
    with refused("唯一的被申请人"):
        remove_party(case.respondents[0], reason="选错了", by=by)
    extra = mistaken(case)
    with refused("请写明", field="reason"):
        remove_party(extra, reason=" ", by=by)
    with refused("权限", denied=True):
        remove_party(extra, reason="选错了", by=staff(case, team.auditor))


def test_a_claim_entered_twice_goes_and_the_only_one_of_an_accepted_case_stays(team: Team) -> None:
    case = at(State.ACCEPTED, team=team)
    by = staff(case, team.mediator)
    twice = ClaimItem.objects.create(case=case, party=case.applicants[0], code="06", claimed=Decimal(1))
    before = case.claims.count()
    remove_claim(twice, reason="重复登记", by=by)
    assert case.claims.count() == before - 1
    for claim in list(case.claims.all())[1:]:
        remove_claim(claim, reason="重复登记", by=by)
    with refused("至少要有一项请求"):
        remove_claim(case.claims.get(), reason="重复登记", by=by)


def test_nothing_goes_once_the_text_is_fixed_or_the_case_is_closed(team: Team) -> None:
    signing, closed = at(State.SIGNING, team=team), at(State.CLOSED, team=team)
    for case, words in ((signing, "已经定稿"), (closed, "已经结案")):
        with refused(words):
            remove_claim(case.claims.all()[0], reason="重复登记", by=staff(case, team.mediator))


def test_a_try_before_anybody_applied_is_none_and_a_closed_case_takes_no_more(case: Case, team: Team) -> None:
    by = staff(case, team.registrar)
    early = timezone.now() - timedelta(days=400)
    with refused("不能早于收到申请", field="at"):
        record_contact(case.respondents[0], at=early, channel="电话", result="no_answer", by=by)
    closed = at(State.CLOSED, team=team)
    with refused("已经结案"):
        record_contact(
            closed.respondents[0],
            at=timezone.now(),
            channel="电话",
            result="no_answer",
            by=staff(closed, team.registrar),
        )


def test_on_the_desk(case: Case, team: Team) -> None:
    registrar = signed_in(team.registrar)
    extra = mistaken(case)
    edit = page(registrar, url("party_edit", case, extra.pk))
    assert url("party_remove", case, extra.pk) in edit
    send(registrar, url("party_remove", case, extra.pk), reason="选错了单位")
    assert "选错了单位" in page(registrar, url("history", case))
    twice = ClaimItem.objects.create(case=case, party=case.applicants[0], code="06", claimed=Decimal(1))
    send(registrar, url("claim_remove", case, twice.pk), reason="重复登记")
    assert not ClaimItem.objects.filter(pk=twice.pk).exists()
