"""Which court may confirm: by the referral, else by domicile and by the place of the body (民事诉讼法 205)."""

import pytest

from cases.law.bases import LegalBasis
from cases.law.venue import Address, Ground, Place, places_of_confirmation

BODY = Place(ground=Ground.BODY, who="小蓝调解室", division="360121")
FIRM = Address(who="某公司", credit_code="91360981700000013X")
WORKER = Address(who="刘某", resident_id="360781198501010026")


@pytest.mark.parametrize("basis", [LegalBasis.COURT_DELEGATED, LegalBasis.COURT_ENTRUSTED])
def test_what_a_court_sent_goes_back_to_it(basis: LegalBasis) -> None:
    assert places_of_confirmation(basis, parties=[FIRM, WORKER], body=BODY) == ()


def test_own_mediation_has_the_choice_of_each_county_once() -> None:
    places = places_of_confirmation(LegalBasis.LOCAL_BODY, parties=[FIRM, WORKER, WORKER], body=BODY)
    assert [(place.division, place.ground, place.inferred) for place in places] == [
        ("360121", Ground.BODY, False),
        ("360981", Ground.DOMICILE, True),
        ("360781", Ground.DOMICILE, True),
    ]


def test_a_party_at_the_place_of_the_body_adds_nothing() -> None:
    here = Address(who="某公司", division="360121", credit_code="91360981700000013X")
    assert places_of_confirmation(LegalBasis.PEOPLES_COMMITTEE, parties=[here], body=BODY) == (BODY,)


def test_nothing_is_made_up_where_nothing_is_known() -> None:
    assert Address(who="某人").place is None
    assert Address(who="某人", resident_id="H1234").place is None
    assert Address(who="某店", credit_code="9136").place is None


def test_what_a_code_tells() -> None:
    assert not Place(ground=Ground.BODY, who="", division="360100").is_county
    assert not Place(ground=Ground.BODY, who="", division="440306").in_province
    assert Place(ground=Ground.BODY, who="", division="360122").old_case_code == "赣0122"
