"""Papers of identity, credit codes, telephones, accounts and names: what can be right, how it is kept and masked."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from cases.law.errors import InvalidIdentity

YOUNGEST_USUAL, OLDEST_USUAL = 14, 100
LONGEST_NAME = 50
LONGEST_ORGANISATION_NAME = 100
MIDDLE_DOT = "\u00b7"


class DocumentType(StrEnum):
    """Kind of identity paper. It decides the validator; people are found again by (type, number)."""

    RESIDENT_ID = "resident_id"
    HMT_PERMIT = "hmt_permit"
    HM_TRAVEL = "hm_travel"
    TW_TRAVEL = "tw_travel"
    FOREIGN_RESIDENT = "foreign_resident"
    PASSPORT = "passport"

    @property
    def label(self) -> str:
        """The Chinese name of the paper."""
        return _DOCUMENT_LABELS[self]


_DOCUMENT_LABELS: Mapping[DocumentType, str] = {
    DocumentType.RESIDENT_ID: "居民身份证",
    DocumentType.HMT_PERMIT: "港澳台居民居住证",
    DocumentType.HM_TRAVEL: "港澳居民来往内地通行证",
    DocumentType.TW_TRAVEL: "台湾居民来往大陆通行证",
    DocumentType.FOREIGN_RESIDENT: "外国人永久居留身份证",
    DocumentType.PASSPORT: "护照",
}
_HMT_AREAS = ("810000", "820000", "830000")
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS = "10X98765432"

_CREDIT_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_CREDIT_KINDS: Mapping[str, str] = {
    "11": "机关",
    "12": "事业单位",
    "13": "编办直接管理机构编制的群众团体",
    "51": "社会团体",
    "52": "民办非企业单位",
    "53": "基金会",
    "81": "基层工会",
    "91": "企业",
    "92": "个体工商户",
    "93": "农民专业合作社",
}


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """What a number itself tells: day of birth and sex (男 or 女). A registrar may correct it with a note."""

    born_on: date
    sex: str


def document_type(kind: DocumentType | str) -> DocumentType:
    """The type of this code. Raises `InvalidIdentity` for an unknown one."""
    try:
        return DocumentType(kind)
    except ValueError as error:
        raise InvalidIdentity("请从列表中选择证件类型") from error


def validate_document(kind: DocumentType | str, number: str, *, today: date) -> str:
    """Check a paper's number by its type and return it as stored: half-width, no blanks, capital letters.

    Resident cards and HK/Macau/Taiwan residence permits: 18 digits, real day of birth not after `today`, check sign of
    GB 11643; unknown area codes pass, for a code may be older than every list. Raises `InvalidIdentity`, saying in
    Chinese what to do.
    """
    kind = document_type(kind)
    text = _compact(number)
    if not text:
        raise InvalidIdentity(f"请填写{kind.label}号码")
    match kind:
        case DocumentType.RESIDENT_ID | DocumentType.HMT_PERMIT:
            _check_eighteen(kind, text, today)
        case DocumentType.HM_TRAVEL:
            _check_shape(r"[HM]\d{8}(\d{2})?", text, "港澳居民来往内地通行证号码为字母H或M加8位数字，请核对")
        case DocumentType.TW_TRAVEL:
            _check_shape(r"\d{8}", text, "台湾居民来往大陆通行证号码为8位数字，请核对")
        case DocumentType.FOREIGN_RESIDENT:
            _check_shape(
                r"9\d{17}|[A-Z]{3}\d{12}",
                text,
                "外国人永久居留身份证号码为9开头的18位数字，旧证为3个字母加12位数字，请核对",
            )
        case DocumentType.PASSPORT:
            _check_shape(r"[A-Z0-9]{5,20}", text, "护照号码为5至20位字母和数字，请核对护照资料页")
    return text


def document_warnings(kind: DocumentType | str, number: str, *, today: date) -> list[str]:
    """What is unusual in a valid number but may be right: age under 14 or over 100, a foreigner's card check sign."""
    kind = document_type(kind)
    text = validate_document(kind, number, today=today)
    warnings = []
    facts = person_facts(kind, text)
    if facts is not None:
        age = age_on(facts.born_on, today)
        if not YOUNGEST_USUAL <= age <= OLDEST_USUAL:
            warnings.append(f"按证件号码计算为{age}周岁，请核对证件")
    if kind is DocumentType.FOREIGN_RESIDENT and len(text) == 18 and text[-1] != _id_check(text):
        warnings.append("外国人永久居留身份证号码的校验码不符，请核对证件")
    return warnings


def person_facts(kind: DocumentType | str, number: str) -> PersonFacts | None:
    """Birth and sex from a validated resident card or residence permit number; None for other papers."""
    if document_type(kind) not in {DocumentType.RESIDENT_ID, DocumentType.HMT_PERMIT}:
        return None
    text = _compact(number)
    return PersonFacts(_birth(text), "男" if int(text[16]) % 2 else "女")


def age_on(born_on: date, day: date) -> int:
    """Age in full years (周岁) on a day; a birthday on 29 February is reached on 1 March of other years."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


def validate_credit_code(code: str) -> str:
    """Check a unified social credit code (GB 32100, 18 signs, no I O S V Z) and return it in capitals.

    Raises `InvalidIdentity`. An employer without a licence has no code: leave it empty and give the reason.
    """
    text = _compact(code)
    if not re.fullmatch(f"[{_CREDIT_SIGNS}]{{18}}", text):
        raise InvalidIdentity("统一社会信用代码为18位数字和大写字母（不含I、O、S、V、Z），请对照营业执照核对")
    total = sum(_CREDIT_SIGNS.index(sign) * weight for sign, weight in zip(text, _CREDIT_WEIGHTS, strict=False))
    if text[17] != _CREDIT_SIGNS[-total % 31]:
        raise InvalidIdentity("统一社会信用代码的校验码不符，可能有一位写错，请对照营业执照核对")
    return text


def credit_code_warnings(code: str) -> list[str]:
    """What is unusual in a valid credit code: an unknown kind of body, or the older organisation code inside it."""
    text = validate_credit_code(code)
    warnings = []
    if credit_code_kind(text) is None:
        warnings.append(f"统一社会信用代码以{text[:2]}开头，不是常见的单位类别，请核对")
    body, check = text[8:16], text[16]
    signs = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    total = sum(signs.index(sign) * weight for sign, weight in zip(body, _ORGANISATION_WEIGHTS, strict=True))
    if check != "0123456789X0"[11 - total % 11]:
        warnings.append("统一社会信用代码中的组织机构代码校验不符，请对照营业执照核对")
    return warnings


def credit_code_kind(code: str) -> str | None:
    """The Chinese kind of body its first two signs name, or None."""
    return _CREDIT_KINDS.get(_compact(code)[:2])


def validate_phone(number: str) -> str:
    """Check a mobile or landline number of the mainland and return it as stored.

    Mobile: 11 digits. Landline: area code, hyphen, number, hyphen and extension if any. +86 and blanks are dropped.
    Raises `InvalidIdentity`.
    """
    text = re.sub(r"[\u2010-\u2015\u2212]", "-", _compact(number))
    text = re.sub(r"^(\+|00)86-?", "", text)
    bare = text.replace("-", "")
    if re.fullmatch(r"1[3-9][0-9]{9}", bare):
        return bare
    landline = re.fullmatch(r"(01[0-9]|02[0-9]|0[3-9][0-9]{2})-?([0-9]{7,8})(?:-([0-9]{1,6}))?", text)
    if landline is None:
        raise InvalidIdentity("请填写11位手机号码，或者带区号的固定电话，例如0791-86666666")
    return "-".join(part for part in landline.groups() if part)


def is_mobile(number: str) -> bool:
    """Whether a validated number can receive text messages."""
    return re.fullmatch(r"1[3-9][0-9]{9}", number) is not None


def validate_bank_account(number: str) -> str:
    """Check an account or card number (8–30 digits) and return its digits. Raises `InvalidIdentity`."""
    text = _compact(number).replace("-", "")
    if not re.fullmatch(r"[0-9]{8,30}", text):
        raise InvalidIdentity("银行账号为8至30位数字，请对照银行卡或者存折核对")
    return text


def bank_account_warnings(number: str) -> list[str]:
    """A card-length number whose check digit (Luhn) does not fit; accounts of firms have none, so this only warns."""
    text = validate_bank_account(number)
    if not 16 <= len(text) <= 19:
        return []
    total = 0
    for position, sign in enumerate(reversed(text)):
        digit = int(sign) * (1 + position % 2)
        total += digit // 10 + digit % 10
    return [] if total % 10 == 0 else ["如果是银行卡号，校验位不符，可能有一位写错；对公账号可以忽略本提示"]


def validate_postcode(code: str) -> str:
    """Check a postal code (6 digits). Raises `InvalidIdentity`."""
    text = _compact(code)
    _check_shape(r"\d{6}", text, "邮政编码为6位数字，请核对")
    return text


def postcode_warnings(code: str) -> list[str]:
    """A postal code outside Jiangxi (33xxxx, 34xxxx)."""
    return [] if validate_postcode(code)[:2] in {"33", "34"} else ["该邮政编码不在江西省，请核对"]


_DOT_VARIANTS = re.compile(
    "[\u00b7\u2022\u2027\u30fb\uff65\u22c5\u2219\u2024\u0387\u16eb\u318d\u25cf\u2e31\u2e33\uff0e]"
)
_HAN = r"[\u2e80-\u2fd5\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\ue000-\uf8ff\uf900-\ufaff\U00020000-\U0003ffff]"
_HAN_TAIL = r"[\ufe00-\ufe0f\U000e0100-\U000e01ef]?"
_INVISIBLE = re.compile("[\u0000-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]")
_KANGXI = re.compile("[\u2f00-\u2fd5]")
_PRIVATE_USE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")
# GB 18030-2005 and -2022 gave these last private places of GBK a code of their own; older card readers still send them.
_LATE_GB18030: Mapping[int, int] = {
    0xE816: 0x20087,
    0xE817: 0x20089,
    0xE818: 0x200CC,
    0xE81E: 0x9FB4,
    0xE826: 0x9FB5,
    0xE82B: 0x9FB6,
    0xE82C: 0x9FB7,
    0xE831: 0x215D7,
    0xE832: 0x9FB8,
    0xE83B: 0x2298F,
    0xE843: 0x9FB9,
    0xE854: 0x9FBA,
    0xE855: 0x241FE,
    0xE864: 0x9FBB,
}


def normalise_name(name: str) -> str:
    """Bring a person's name into the one form in which it is stored and searched.

    NFC; Kangxi radicals and the old private-use places of GBK become their ideographs; every look-alike of the middle
    dot becomes U+00B7 (民委发〔2016〕33号), and between Chinese characters so do a full stop, a hyphen, and a blank in
    a long name; a blank in a Chinese name of up to four characters is only spacing and is dropped. Latin names keep
    blanks, hyphens and full stops.
    1 to 50 characters, counted as characters and never as bytes. Raises `InvalidIdentity`.
    """
    text = _KANGXI.sub(lambda match: unicodedata.normalize("NFKC", match[0]), _INVISIBLE.sub("", name))
    text = _PRIVATE_USE.sub(lambda match: _from_private_use(match[0]), text)
    text = unicodedata.normalize("NFC", re.sub(r"\s+", " ", text).strip())
    text = re.sub(f" ?{_DOT_VARIANTS.pattern} ?", MIDDLE_DOT, text)
    joint = rf"(?<={_HAN})({_HAN_TAIL}) ?[.\u2010-\u2015\u2212\-] ?(?={_HAN})"
    text = re.sub(joint, rf"\1{MIDDLE_DOT}", text)
    blank = MIDDLE_DOT if len(re.findall(_HAN, text)) > 4 else ""
    text = re.sub(rf"(?<={_HAN})({_HAN_TAIL}) (?={_HAN})", rf"\1{blank}", text).strip(MIDDLE_DOT)
    if not any(unicodedata.category(sign)[0] == "L" or _PRIVATE_USE.match(sign) for sign in text):
        raise InvalidIdentity("请按证件填写姓名")
    if len(text) > LONGEST_NAME:
        raise InvalidIdentity(f"姓名不能超过{LONGEST_NAME}个字符，请核对")
    return text


def name_warnings(name: str) -> list[str]:
    """What a registrar should compare with the paper: a blank taken for a middle dot, a private-use character."""
    warnings = []
    stored = normalise_name(name)
    if stored.count(MIDDLE_DOT) > len(_DOT_VARIANTS.findall(name)):
        warnings.append(f"姓名中的空格或者符号已按间隔号保存为“{stored}”，请与证件核对")
    if _PRIVATE_USE.search(stored):
        warnings.append("姓名中有自造字，别的电脑和文书上可能显示不出，请改用正式编码的字或者在用字备注中说明")
    return warnings


def normalise_organisation_name(name: str) -> str:
    """Bring a firm's name into one form: NFC, full-width brackets, no blanks between Chinese characters.

    1 to 100 characters. Raises `InvalidIdentity`.
    """
    text = unicodedata.normalize("NFC", re.sub(r"\s+", " ", _INVISIBLE.sub("", name)).strip())
    text = re.sub(rf"(?<={_HAN}) (?={_HAN})", "", text)
    if re.search(_HAN, text):
        text = re.sub(r" ?\( ?", "（", re.sub(r" ?\) ?", "）", text))
    if not any(unicodedata.category(sign)[0] in "LN" for sign in text):
        raise InvalidIdentity("请填写单位全称，以营业执照或者劳动合同上的名称为准")
    if len(text) > LONGEST_ORGANISATION_NAME:
        raise InvalidIdentity(f"单位名称不能超过{LONGEST_ORGANISATION_NAME}个字符，请核对")
    return text


def mask_document(number: str) -> str:
    """A paper number for lists and copies: 360102********0014; shorter numbers keep two signs at each end."""
    text = _compact(number)
    if len(text) >= 15:
        return text[:6] + "*" * (len(text) - 10) + text[-4:]
    if len(text) <= 4:
        return "*" * len(text)
    return text[:2] + "*" * (len(text) - 4) + text[-2:]


def mask_phone(number: str) -> str:
    """A telephone number for lists: 138****0000, 0791-****6666."""
    if is_mobile(number):
        return f"{number[:3]}****{number[-4:]}"
    area, dash, rest = number.partition("-")
    if not dash:
        return "*" * max(len(number) - 4, 0) + number[-4:] if len(number) > 4 else "*" * len(number)
    local, _, extension = rest.partition("-")
    return f"{area}-{'*' * max(len(local) - 4, 0)}{local[-4:]}" + (f"-{'*' * len(extension)}" if extension else "")


def mask_bank_account(number: str) -> str:
    """An account number for lists: only the last four digits stay."""
    text = _compact(number)
    return "*" * (len(text) - 4) + text[-4:] if len(text) > 4 else "*" * len(text)


def _compact(text: str) -> str:
    """Half-width capitals without blanks, as numbers are stored."""
    return re.sub(r"\s", "", _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))).upper()


def _check_shape(pattern: str, text: str, advice: str) -> None:
    if not re.fullmatch(pattern, text, flags=re.ASCII):
        raise InvalidIdentity(advice)


def _check_eighteen(kind: DocumentType, text: str, today: date) -> None:
    if re.fullmatch(r"\d{15}", text, flags=re.ASCII):
        raise InvalidIdentity("15位身份证号码已停止使用，请按现在的居民身份证填写18位号码")
    if not re.fullmatch(r"\d{17}[\dX]", text, flags=re.ASCII):
        raise InvalidIdentity(f"{kind.label}号码为18位（最后一位可以是X），请对照证件核对")
    is_hmt = text[:6] in _HMT_AREAS
    if kind is DocumentType.HMT_PERMIT and not is_hmt:
        raise InvalidIdentity("港澳台居民居住证号码以810000、820000或者830000开头，请核对证件类型")
    if kind is DocumentType.RESIDENT_ID and is_hmt:
        raise InvalidIdentity("这是港澳台居民居住证的号码，请把证件类型改为港澳台居民居住证")
    try:
        born_on = _birth(text)
    except ValueError as error:
        raise InvalidIdentity(f"{kind.label}号码中的出生日期不存在，请对照证件核对") from error
    if born_on > today:
        raise InvalidIdentity(f"{kind.label}号码中的出生日期晚于今天，请对照证件核对")
    if text[17] != _id_check(text):
        raise InvalidIdentity(f"{kind.label}号码的校验码不符，可能有一位写错，请对照证件核对")


def _id_check(text: str) -> str:
    return _ID_CHECKS[sum(int(sign) * weight for sign, weight in zip(text, _ID_WEIGHTS, strict=False)) % 11]


def _birth(text: str) -> date:
    return date(int(text[6:10]), int(text[10:12]), int(text[12:14]))


def _from_private_use(sign: str) -> str:
    """The ideograph that a private-use sign of GBK (0xFE50–0xFEA0) stands for, or the sign itself."""
    code = ord(sign)
    if code in _LATE_GB18030:
        return chr(_LATE_GB18030[code])
    if not 0xE815 <= code <= 0xE864:
        return sign
    trail = 0x50 + code - 0xE815
    return bytes([0xFE, trail + (trail >= 0x7F)]).decode("gb18030")
