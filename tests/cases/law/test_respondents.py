"""Who else is to be named: each answer with the party it brings in, and nobody on a guess."""

import pytest

from cases.law.respondents import LONGEST_REASON, QUESTIONS, Advice, Answer, Side, hints, whom_to_name

YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN


def named(**answers: Answer) -> dict[str, Advice]:
    return {advice.role: advice for advice in whom_to_name(answers)}


def said(**answers: Answer) -> str:
    return "\n".join(f"{hint.text} {hint.article}" for hint in hints(answers))


def test_knowing_nothing_names_nobody() -> None:
    assert whom_to_name({}) == ()
    assert whom_to_name(dict.fromkeys((q.code for q in QUESTIONS), UNKNOWN)) == ()
    assert whom_to_name(dict.fromkeys((q.code for q in QUESTIONS), NO)) == ()
    assert hints({}) == ()


def test_a_question_under_another_means_nothing_without_its_yes() -> None:
    assert named(subcontract=YES, migrant=YES, construction=NO) == {}
    assert named(partner=YES) == {}
    assert "营业执照" not in said(branch=NO)
    assert all(q.under in {p.code for p in QUESTIONS} for q in QUESTIONS if q.under)


class TestConstruction:
    def test_wages_of_migrant_workers_reach_the_main_contractor(self) -> None:
        found = named(construction=YES, subcontract=YES, migrant=YES)
        assert list(found) == ["分包单位", "施工总承包单位"]
        assert "先行清偿" in found["施工总承包单位"].why
        assert "第三十条" in found["施工总承包单位"].article

    def test_others_have_the_subcontractor_alone_and_are_asked_who_they_are(self) -> None:
        assert list(named(construction=YES, subcontract=YES, migrant=NO)) == ["分包单位"]
        assert "请先核对劳动者是不是农民工" in said(construction=YES)

    def test_the_owner_advances_what_he_has_not_paid(self) -> None:
        owner = named(construction=YES, unpaid_owner=YES, migrant=YES)["建设单位"]
        assert owner.side is Side.THIRD
        assert "未结清的工程款为限" in owner.why

    def test_who_gives_work_to_persons_without_standing_answers_for_it(self) -> None:
        found = named(construction=YES, unqualified=YES, migrant=YES)
        assert "第三十六条第一款" in found["发包或者分包的建设单位、施工总承包单位"].article
        assert found["直接招用的个人（包工头）或者单位"].side is Side.THIRD
        plain = named(unqualified=YES)["转包、分包业务的承包单位"]
        assert "解释（二）》第一条" in plain.article
        assert "保障农民工" not in plain.article
        assert "案由可以选209" in said(unqualified=YES)

    def test_affiliation(self) -> None:
        assert "解释（二）》第二条" in named(affiliated=YES)["被挂靠单位"].article
        assert "第十九条第二款" in named(affiliated=YES, migrant=YES)["被挂靠单位"].article
        assert "第三十六条第二款" in named(affiliated=YES, migrant=YES, construction=YES)["被挂靠单位"].article


def test_dispatch_makes_both_joint_parties() -> None:
    found = named(dispatch=YES)
    assert list(found) == ["劳务派遣单位", "用工单位"]
    assert all(advice.joint and "第二十二条第二款" in advice.article for advice in found.values())
    assert "第十八条" in named(dispatch=YES, unlicensed_dispatch=YES, migrant=YES)["用工单位"].article
    assert "第十八条" not in named(dispatch=YES, unlicensed_dispatch=YES)["用工单位"].article


def test_platform_and_who_works_for_it() -> None:
    assert list(named(platform=YES)) == ["平台企业"]
    assert list(named(platform=YES, partner=YES)) == ["平台企业", "平台合作用工企业"]
    assert "请先查清：由站点" in said(platform=YES)


def test_branch_with_and_without_a_licence() -> None:
    role = "设立分支机构的单位（总公司）"
    assert "第四条" in named(branch=YES, branch_licence=NO)[role].article
    assert "第十三条" in named(branch=YES, branch_licence=YES)[role].article
    assert named(branch=YES) == {}
    assert "请先查清：分支机构有自己的营业执照" in said(branch=YES)


def test_licence() -> None:
    assert named(unlicensed=YES)["出资人"].joint
    assert "第二十九条" in named(unlicensed=YES)["出资人"].article
    assert "第六条" in named(closed=YES)["出资人、开办单位或者主管部门"].article
    assert "第三十条" in named(borrowed=YES)["营业执照出借方"].article


def test_personal_contracting_and_affiliates() -> None:
    assert list(named(personal_contract=YES)) == ["发包的组织", "个人承包经营者"]
    assert "第九十四条" in named(personal_contract=YES)["发包的组织"].article
    assert "其他关联单位" in named(affiliates=YES)
    assert "其他关联单位" in named(affiliates=YES, affiliates_contract=NO)
    assert named(affiliates=YES, affiliates_contract=YES) == {}
    assert "以订立合同的单位为用人单位" in said(affiliates=YES, affiliates_contract=YES)


def test_a_household_is_no_employer() -> None:
    assert named(household=YES) == {}
    assert "不属于劳动争议" in said(household=YES)


def test_wages_of_migrant_workers_take_the_green_channel() -> None:
    assert [hint.green_channel for hint in hints({"migrant": YES})] == [True]


@pytest.mark.parametrize("migrant", [YES, NO])
def test_every_reason_fits_into_the_file(migrant: Answer) -> None:
    answers = {question.code: YES for question in QUESTIONS} | {"migrant": migrant}
    for changed in ({}, {"branch_licence": NO}, {"affiliates_contract": NO}):
        for advice in whom_to_name(answers | changed):
            assert advice.reason == f"{advice.role}：{advice.why}"
            assert len(advice.reason) <= LONGEST_REASON
            assert advice.article
