"""Numbers and names that can be right are taken and kept in one form; others are refused with what to do."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.law.errors import InvalidIdentity
from cases.law.identity import (
    DocumentType,
    PersonFacts,
    age_on,
    bank_account_warnings,
    credit_code_kind,
    credit_code_warnings,
    document_warnings,
    is_mobile,
    mask_bank_account,
    mask_document,
    mask_phone,
    name_warnings,
    normalise_name,
    normalise_organisation_name,
    person_facts,
    postcode_warnings,
    validate_bank_account,
    validate_credit_code,
    validate_document,
    validate_phone,
    validate_postcode,
)

TODAY = date(2026, 9, 18)
RESIDENT = DocumentType.RESIDENT_ID


def valid(kind: DocumentType | str, number: str) -> str:
    return validate_document(kind, number, today=TODAY)


def resident_number(area: str, birth: str, order: str) -> str:
    body = area + birth + order
    weights = [2 ** (17 - position) % 11 for position in range(17)]
    return body + "10X98765432"[sum(int(sign) * weight for sign, weight in zip(body, weights, strict=True)) % 11]


@pytest.mark.parametrize(
    ("number", "stored"),
    [
        ("360102199003070014", "360102199003070014"),
        ("360781198501010026", "360781198501010026"),
        ("11010519491231002X", "11010519491231002X"),
        ("11010519491231002x", "11010519491231002X"),
        ("３６０１０２１９９００３０７００１４", "360102199003070014"),
        ("360102 19900307 0014", "360102199003070014"),
        ("360102200002290010", "360102200002290010"),
    ],
    ids=lambda value: f"GB11643-{value}",
)
def test_resident_cards(number: str, stored: str) -> None:
    assert valid(RESIDENT, number) == stored


@pytest.mark.parametrize("area", ["362101", "362330", "999999"])
def test_historic_and_unknown_areas_are_taken(area: str) -> None:
    number = resident_number(area, "19700101", "123")
    assert valid(RESIDENT, number) == number


@pytest.mark.parametrize(
    ("number", "told"),
    [
        ("360102199003070015", "校验码不符"),
        ("360102199013070014", "出生日期不存在"),
        ("360102199002300014", "出生日期不存在"),
        (resident_number("360102", "20270101", "001"), "晚于今天"),
        ("360102900307001", "15位身份证号码已停止使用，请按现在的居民身份证填写18位号码"),
        ("36010219900307001", "18位"),
        ("36010219900307001Z", "18位"),
        ("٣٦٠١٠٢١٩٩٠٠٣٠٧٠٠١٤", "18位"),
        ("", "请填写居民身份证号码"),
        ("810000199003070015", "改为港澳台居民居住证"),
    ],
)
def test_wrong_resident_cards_are_refused_with_advice(number: str, told: str) -> None:
    with pytest.raises(InvalidIdentity, match=told):
        valid(RESIDENT, number)


@given(st.integers(0, 16), st.integers(1, 9))
def test_any_single_wrong_digit_is_caught(position: int, shift: int) -> None:
    right = "360102199003070014"
    wrong = right[:position] + str((int(right[position]) + shift) % 10) + right[position + 1 :]
    with pytest.raises(InvalidIdentity):
        valid(RESIDENT, wrong)


@pytest.mark.parametrize(
    ("kind", "number"),
    [
        (DocumentType.HMT_PERMIT, "810000199003070015"),
        (DocumentType.HMT_PERMIT, resident_number("830000", "19851231", "002")),
        (DocumentType.HM_TRAVEL, "H12345678"),
        (DocumentType.HM_TRAVEL, "M1234567801"),
        (DocumentType.TW_TRAVEL, "12345678"),
        (DocumentType.FOREIGN_RESIDENT, "USA110078120601"),
        (DocumentType.FOREIGN_RESIDENT, "911124198108030027"),
        (DocumentType.PASSPORT, "E12345678"),
    ],
)
def test_other_papers(kind: DocumentType, number: str) -> None:
    assert valid(kind, number.lower()) == number
    assert valid(kind.value, number) == number


@pytest.mark.parametrize(
    ("kind", "number", "told"),
    [
        (DocumentType.HMT_PERMIT, "360102199003070014", "核对证件类型"),
        (DocumentType.HMT_PERMIT, "810000199003070016", "校验码不符"),
        (DocumentType.HM_TRAVEL, "C12345678", "H或M"),
        (DocumentType.TW_TRAVEL, "1234567", "8位数字"),
        (DocumentType.FOREIGN_RESIDENT, "123456789012345678", "9开头"),
        (DocumentType.PASSPORT, "E123", "5至20位"),
        ("driving_licence", "123", "选择证件类型"),
    ],
)
def test_other_papers_refused(kind: DocumentType | str, number: str, told: str) -> None:
    with pytest.raises(InvalidIdentity, match=told):
        valid(kind, number)


def test_unusual_ages_only_warn() -> None:
    child = resident_number("360102", "20150101", "001")
    old = resident_number("360102", "19200101", "001")
    assert document_warnings(RESIDENT, child, today=TODAY) == ["按证件号码计算为11周岁，请核对证件"]
    assert document_warnings(RESIDENT, old, today=TODAY) == ["按证件号码计算为106周岁，请核对证件"]
    for usual in ("20120918", "19260918"):
        assert document_warnings(RESIDENT, resident_number("360102", usual, "001"), today=TODAY) == []
    for unusual in ("20120919", "19250918"):
        assert len(document_warnings(RESIDENT, resident_number("360102", unusual, "001"), today=TODAY)) == 1
    assert len(document_warnings(DocumentType.FOREIGN_RESIDENT, "911124198108030020", today=TODAY)) == 1
    assert document_warnings(DocumentType.FOREIGN_RESIDENT, "911124198108030024", today=TODAY) == []
    assert document_warnings(DocumentType.FOREIGN_RESIDENT, "USA110078120601", today=TODAY) == []


def test_birth_and_sex() -> None:
    assert person_facts(RESIDENT, "360102199003070014") == PersonFacts(date(1990, 3, 7), "男")
    assert person_facts(RESIDENT, "360781198501010026") == PersonFacts(date(1985, 1, 1), "女")
    assert person_facts(DocumentType.HMT_PERMIT, "810000199003070015") == PersonFacts(date(1990, 3, 7), "男")
    assert person_facts(DocumentType.PASSPORT, "E12345678") is None


def test_age_in_full_years() -> None:
    assert age_on(date(2010, 9, 18), date(2026, 9, 17)) == 15
    assert age_on(date(2010, 9, 18), date(2026, 9, 18)) == 16
    assert age_on(date(2008, 2, 29), date(2026, 2, 28)) == 17


@pytest.mark.parametrize("code", ["9144030071526726XG", "91330100799655058B"], ids=lambda code: f"GB32100-{code}")
def test_credit_codes_of_real_firms(code: str) -> None:
    assert validate_credit_code(f" {code.lower()} ") == code
    assert credit_code_warnings(code) == []
    assert credit_code_kind(code) == "企业"


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("9144030071526726XH", "校验码不符"),
        ("9144030071526762XG", "校验码不符"),
        ("9144030071526726X", "18位"),
        ("9144030O71526726XG", "18位"),
        ("", "18位"),
    ],
)
def test_wrong_credit_codes_are_refused(code: str, told: str) -> None:
    with pytest.raises(InvalidIdentity, match=told):
        validate_credit_code(code)


def credit_code(body: str) -> str:
    signs = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    total = sum(signs.index(sign) * pow(3, position, 31) for position, sign in enumerate(body))
    return body + signs[-total % 31]


def test_odd_credit_codes_only_warn() -> None:
    """The check sign of the older organisation code inside is not kept by every registry, so it never refuses."""
    assert credit_code_warnings(credit_code("91440300715267260")) == [
        "统一社会信用代码中的组织机构代码校验不符，请对照营业执照核对"
    ]
    assert "Y1" in credit_code_warnings(credit_code("Y144030071526726X"))[0]


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("13800000000", "13800000000"),
        ("+86 138-0000-0000", "13800000000"),
        ("008613800000000", "13800000000"),
        ("１３８００００００００", "13800000000"),
        ("0791-86666666", "0791-86666666"),
        ("079186666666", "0791-86666666"),
        ("0791—86666666—801", "0791-86666666-801"),
        ("010-12345678", "010-12345678"),
    ],
)
def test_phones(text: str, stored: str) -> None:
    assert validate_phone(text) == stored
    assert is_mobile(stored) is stored.startswith("1")


@pytest.mark.parametrize("text", ["", "12800000000", "1380000000", "138000000000", "86666666", "电话", "0791-666"])
def test_wrong_phones(text: str) -> None:
    with pytest.raises(InvalidIdentity, match="11位手机号码"):
        validate_phone(text)


def test_bank_accounts() -> None:
    assert validate_bank_account("6222 0000-0000 0000 000") == "6222000000000000000"
    assert bank_account_warnings("4111111111111111") == []
    assert bank_account_warnings("5555555555554444") == []
    assert "校验位不符" in bank_account_warnings("4111111111111112")[0]
    assert bank_account_warnings("360501040001234") == []
    assert bank_account_warnings("6222000000000000001") != []
    assert bank_account_warnings("62220000000000000011") == []
    for wrong in ("1234567", "1" * 31, "6222abcd0000", ""):
        with pytest.raises(InvalidIdentity, match="8至30位"):
            validate_bank_account(wrong)


def test_postcodes() -> None:
    assert validate_postcode("３３００００") == "330000"
    assert postcode_warnings("341000") == []
    assert "不在江西省" in postcode_warnings("100000")[0]
    with pytest.raises(InvalidIdentity, match="6位"):
        validate_postcode("33000")


LONG = "买买提明·阿不都热依木"


@pytest.mark.parametrize("dot", list("·•‧・･⋅.．․ -"), ids=lambda dot: f"民委发2016-33-U+{ord(dot):04X}")
def test_every_middle_dot_becomes_the_standard_one(dot: str) -> None:
    assert normalise_name(f"买买提明{dot}阿不都热依木") == LONG


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("张 三", "张三"),
        ("　欧阳　娜娜　", "欧阳娜娜"),
        ("努尔 · 白克力", "努尔·白克力"),
        ("热依汗古丽·阿布都外力·吐尔逊尼亚孜", "热依汗古丽·阿布都外力·吐尔逊尼亚孜"),
        ("Jean-Luc  Martin", "Jean-Luc Martin"),
        ("J. Smith", "J. Smith"),
        ("\u200b张三\ufeff", "张三"),
        ("\u2f00\u5e73", "\u4e00\u5e73"),
        ("\uf900", "\u8c48"),
        ("Zoe\u0308", "Zo\u00eb"),
        ("张\ue863", "张\u4dae"),
        ("张\ue81e", "张\u9fb4"),
        ("\U00020676\U000284dc", "\U00020676\U000284dc"),
        ("赵\U0002ebf0", "赵\U0002ebf0"),
        ("\u9089\U000e0100 -某", "\u9089\U000e0100·某"),
    ],
)
def test_names_are_kept_in_one_form(typed: str, stored: str) -> None:
    assert normalise_name(typed) == stored


@given(st.text(alphabet=st.characters(min_codepoint=0x3400, max_codepoint=0x4DBF), min_size=1, max_size=50))
def test_normalising_twice_changes_nothing(name: str) -> None:
    assert normalise_name(normalise_name(name)) == normalise_name(name) == name


def test_names_are_measured_in_characters() -> None:
    assert normalise_name("\U00020676" * 50) == "\U00020676" * 50
    with pytest.raises(InvalidIdentity, match="50个字符"):
        normalise_name("张" * 51)
    for empty in ("", "  ", "···", "123", "\u200b"):
        with pytest.raises(InvalidIdentity, match="按证件填写姓名"):
            normalise_name(empty)


def test_doubtful_names_are_shown_to_the_registrar() -> None:
    assert LONG in name_warnings("买买提明 阿不都热依木")[0]
    assert "自造字" in name_warnings("张\ue170")[0]
    assert name_warnings("买买提明•阿不都热依木") == []
    assert name_warnings("张三") == []


def test_names_of_firms() -> None:
    assert normalise_organisation_name(" 南昌某某电子 (小蓝)有限公司 ") == "南昌某某电子（小蓝）有限公司"
    assert normalise_organisation_name("ABC (China) Ltd.") == "ABC (China) Ltd."
    assert normalise_organisation_name("3M中国有限公司") == "3M中国有限公司"
    assert normalise_organisation_name("司" * 100) == "司" * 100
    with pytest.raises(InvalidIdentity, match="单位全称"):
        normalise_organisation_name("（）")
    with pytest.raises(InvalidIdentity, match="100个字符"):
        normalise_organisation_name("司" * 101)


def test_masks() -> None:
    assert mask_document("360102199003070014") == "360102********0014"
    assert mask_document("E12345678") == "E1*****78"
    assert mask_document("1234") == "****"
    assert mask_phone("13800000000") == "138****0000"
    assert mask_phone("0791-86666666") == "0791-****6666"
    assert mask_phone("0791-86666666-801") == "0791-****6666-***"
    assert mask_phone("12345") == "*2345"
    assert mask_phone("1234") == "****"
    assert mask_bank_account("6222000000001234") == "************1234"
    assert mask_bank_account("") == ""


@given(st.text(alphabet="0123456789ABCDEFX", min_size=5, max_size=30))
def test_masks_hide_something_and_keep_the_length(number: str) -> None:
    for masked in (mask_document(number), mask_bank_account(number)):
        assert len(masked) == len(number)
        assert masked != number
