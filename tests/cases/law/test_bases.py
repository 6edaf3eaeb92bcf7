"""When an agreement takes effect depends on the legal basis of the room."""

from datetime import date

import pytest

from cases.law.bases import CHOICES, RULES, Acts, ConfirmationRoute, LegalBasis, effective_date, missing_acts

W, E = "张某", "某公司"
SIGNED = Acts(
    parties={W: date(2026, 3, 2), E: date(2026, 3, 5)},
    mediator=date(2026, 3, 5),
    seal=date(2026, 3, 6),
)
TZF_14 = [LegalBasis.ENTERPRISE_COMMITTEE, LegalBasis.PEOPLES_COMMITTEE, LegalBasis.LOCAL_BODY]


@pytest.mark.parametrize("basis", TZF_14, ids=lambda basis: f"G3-{basis}")
def test_all_four_acts_give_effect_and_the_latest_counts(basis: LegalBasis) -> None:
    assert effective_date(basis, SIGNED) == date(2026, 3, 6)


@pytest.mark.parametrize("basis", TZF_14)
@pytest.mark.parametrize(
    ("acts", "told"),
    [
        (Acts({W: None, E: date(2026, 3, 5)}, date(2026, 3, 5), date(2026, 3, 6)), ["张某尚未签名或者盖章"]),
        (Acts({W: date(2026, 3, 2), E: date(2026, 3, 5)}, None, date(2026, 3, 6)), ["调解员尚未签名"]),
        (Acts({W: date(2026, 3, 2), E: date(2026, 3, 5)}, date(2026, 3, 5)), ["尚未加盖调解组织印章"]),
        (
            Acts({W: date(2026, 3, 2)}, date(2026, 3, 5), date(2026, 3, 6)),
            ["协议应当有双方当事人，请先登记双方"],
        ),
    ],
    ids=["worker", "mediator", "seal", "one-side"],
)
def test_no_effect_while_an_act_is_missing(basis: LegalBasis, acts: Acts, told: list[str]) -> None:
    assert effective_date(basis, acts) is None
    assert missing_acts(basis, acts) == told


def test_delegated_needs_the_parties_only() -> None:
    """Golden scenario G4: 特邀调解规定 24."""
    assert effective_date(LegalBasis.COURT_DELEGATED, SIGNED) == date(2026, 3, 5)
    assert effective_date(LegalBasis.COURT_DELEGATED, Acts(SIGNED.parties)) == date(2026, 3, 5)
    assert effective_date(LegalBasis.COURT_DELEGATED, Acts({W: date(2026, 3, 2), E: None})) is None


def test_every_worker_of_a_group_counts() -> None:
    acts = Acts({W: date(2026, 3, 2), "李某": date(2026, 3, 9), E: date(2026, 3, 5)})
    assert effective_date(LegalBasis.COURT_DELEGATED, acts) == date(2026, 3, 9)


def test_entrusted_waits_for_the_court_document() -> None:
    assert effective_date(LegalBasis.COURT_ENTRUSTED, SIGNED) is None
    assert "法院" in missing_acts(LegalBasis.COURT_ENTRUSTED, SIGNED)[0]


def test_oral_agreement_only_where_the_law_allows_one() -> None:
    """人民调解法 30 against 劳动争议调解仲裁法 14."""
    oral = Acts(parties={}, oral=date(2026, 3, 2))
    assert effective_date(LegalBasis.PEOPLES_COMMITTEE, oral) == date(2026, 3, 2)
    for basis in set(LegalBasis) - {LegalBasis.PEOPLES_COMMITTEE}:
        assert effective_date(basis, oral) is None
    assert {basis for basis, rule in RULES.items() if rule.oral_allowed} == {
        LegalBasis.PEOPLES_COMMITTEE,
        LegalBasis.COURT_DELEGATED,
    }


def test_labels_and_routes() -> None:
    assert dict(CHOICES)["local"] == LegalBasis.LOCAL_BODY.label == "乡镇、街道、园区调解组织"
    assert set(RULES) == set(LegalBasis)
    assert LegalBasis.COURT_ENTRUSTED.rule.confirmation == (ConfirmationRoute.COURT_DOCUMENT,)
    assert [route.label for route in LegalBasis.LOCAL_BODY.rule.confirmation] == ["仲裁审查", "司法确认"]
