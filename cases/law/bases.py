"""The legal basis on which a room mediates: what gives an agreement effect, oral agreements, confirmation."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class LegalBasis(StrEnum):
    """The five bases of mediation bodies. One room may hold several; a case keeps the one it used."""

    ENTERPRISE_COMMITTEE = "enterprise"
    PEOPLES_COMMITTEE = "peoples"
    LOCAL_BODY = "local"
    COURT_DELEGATED = "delegated"
    COURT_ENTRUSTED = "entrusted"

    @property
    def rule(self) -> "BasisRule":
        """The row of `RULES` for this basis."""
        return RULES[self]

    @property
    def label(self) -> str:
        """The Chinese name of the basis, as screens and papers print it."""
        return RULES[self].label


class Act(StrEnum):
    """One kind of act on the paper that a law may ask for before an agreement has effect."""

    PARTIES = "parties"
    MEDIATOR = "mediator"
    SEAL = "seal"


class ConfirmationRoute(StrEnum):
    """What can make an agreement enforceable."""

    ARBITRATION_REVIEW = "arbitration_review"
    JUDICIAL_CONFIRMATION = "judicial_confirmation"
    COURT_DOCUMENT = "court_document"

    @property
    def label(self) -> str:
        """The Chinese name of the route."""
        return _ROUTE_LABELS[self]


_ROUTE_LABELS = {
    ConfirmationRoute.ARBITRATION_REVIEW: "仲裁审查",
    ConfirmationRoute.JUDICIAL_CONFIRMATION: "司法确认",
    ConfirmationRoute.COURT_DOCUMENT: "法院调解书或撤诉裁定",
}


@dataclass(frozen=True, slots=True)
class BasisRule:
    """What one legal basis decides. `acts` is empty when a court document gives effect instead of signatures."""

    label: str
    citation: str
    acts: frozenset[Act]
    effect: str
    oral_allowed: bool
    oral_reason: str
    on_screen: str
    """Why a name written on a screen is not the signature that gives effect; empty where it is."""
    confirmation: tuple[ConfirmationRoute, ...]


_ALL_ACTS = frozenset(Act)
_BOTH_ROUTES = (ConfirmationRoute.ARBITRATION_REVIEW, ConfirmationRoute.JUDICIAL_CONFIRMATION)

RULES: Mapping[LegalBasis, BasisRule] = {
    LegalBasis.ENTERPRISE_COMMITTEE: BasisRule(
        label="企业劳动争议调解委员会",
        citation="《劳动争议调解仲裁法》第十条第一款第一项、第十四条；《企业劳动争议协商调解规定》第二十六条",
        acts=_ALL_ACTS,
        effect="双方当事人签名或者盖章，经调解员签名并加盖调解委员会印章后生效",
        oral_allowed=False,
        oral_reason="《劳动争议调解仲裁法》第十四条要求制作调解协议书，不能只达成口头协议",
        on_screen="按《劳动争议调解仲裁法》第十四条，协议书由双方当事人签名或者盖章；屏幕手写不是可靠的电子签名（《电子签名法》第十三条、第十四条），请打印后在纸上签名、盖章",
        confirmation=_BOTH_ROUTES,
    ),
    LegalBasis.PEOPLES_COMMITTEE: BasisRule(
        label="人民调解委员会",
        citation="《人民调解法》第二十八条至第三十条、第三十四条；《劳动争议调解仲裁法》第十条第一款第二项",
        acts=_ALL_ACTS,
        effect="各方当事人签名、盖章或者按指印，人民调解员签名并加盖人民调解委员会印章之日起生效；口头协议自达成之日起生效",
        oral_allowed=True,
        oral_reason="《人民调解法》第二十八条、第三十条允许口头协议，由人民调解员记录协议内容",
        on_screen="按《人民调解法》第二十九条，协议书由当事人签名、盖章或者按指印；屏幕手写不是可靠的电子签名（《电子签名法》第十三条、第十四条），请打印后在纸上签署",
        confirmation=(ConfirmationRoute.JUDICIAL_CONFIRMATION, ConfirmationRoute.ARBITRATION_REVIEW),
    ),
    LegalBasis.LOCAL_BODY: BasisRule(
        label="乡镇、街道、园区调解组织",
        citation="《劳动争议调解仲裁法》第十条第一款第三项、第十四条",
        acts=_ALL_ACTS,
        effect="双方当事人签名或者盖章，经调解员签名并加盖调解组织印章后生效",
        oral_allowed=False,
        oral_reason="《劳动争议调解仲裁法》第十四条要求制作调解协议书，不能只达成口头协议",
        on_screen="按《劳动争议调解仲裁法》第十四条，协议书由双方当事人签名或者盖章；屏幕手写不是可靠的电子签名（《电子签名法》第十三条、第十四条），请打印后在纸上签名、盖章",
        confirmation=_BOTH_ROUTES,
    ),
    LegalBasis.COURT_DELEGATED: BasisRule(
        label="特邀调解组织（委派）",
        citation="《最高人民法院关于人民法院特邀调解的规定》第十九条、第二十三条、第二十四条；《人民法院在线调解规则》第十九条",
        acts=frozenset({Act.PARTIES}),
        effect="双方当事人签名、盖章或者捺印后生效；在线调解的，各方当事人均完成电子签名后生效",
        oral_allowed=True,
        oral_reason="《最高人民法院关于人民法院特邀调解的规定》第二十三条允许口头协议，由特邀调解员记录协议内容",
        on_screen="",
        confirmation=(ConfirmationRoute.JUDICIAL_CONFIRMATION, ConfirmationRoute.ARBITRATION_REVIEW),
    ),
    LegalBasis.COURT_ENTRUSTED: BasisRule(
        label="特邀调解组织（委托）",
        citation="《最高人民法院关于人民法院特邀调解的规定》第二十条、第二十四条",
        acts=frozenset(),
        effect="调解协议提交法院审查，由法院制作调解书或者裁定准许撤诉，效力自法院文书生效时起",
        oral_allowed=False,
        oral_reason="委托调解的协议须提交法院审查并制作法律文书，应当有书面协议",
        on_screen="委托调解的协议由人民法院制作法律文书后生效（《最高人民法院关于人民法院特邀调解的规定》第二十条），请按法院的要求在纸上签名",
        confirmation=(ConfirmationRoute.COURT_DOCUMENT,),
    ),
}

CHOICES: tuple[tuple[str, str], ...] = tuple((basis.value, rule.label) for basis, rule in RULES.items())


@dataclass(frozen=True, slots=True)
class Acts:
    """When each act on the agreement was done; None = not yet.

    `parties` maps a name the reader knows (party or signing worker) to the day of signature, seal or fingerprint.
    `oral` is the day an oral agreement was reached and recorded, where the basis allows one.
    """

    parties: Mapping[str, date | None]
    mediator: date | None = None
    seal: date | None = None
    oral: date | None = None


def missing_acts(basis: LegalBasis, acts: Acts) -> list[str]:
    """Say in Chinese which acts the basis still waits for; an empty list means the agreement has effect.

    劳动争议调解仲裁法 14, 人民调解法 29–30, 特邀调解规定 20, 24, 在线调解规则 19.
    """
    rule = RULES[basis]
    if not rule.acts:
        return ["委托调解的协议由法院制作调解书或者裁定准许撤诉后发生效力，请登记法院文书"]
    if basis is LegalBasis.PEOPLES_COMMITTEE and acts.oral is not None:
        return []
    missing = []
    if Act.PARTIES in rule.acts:
        if len(acts.parties) < 2:
            missing.append("协议应当有双方当事人，请先登记双方")
        missing += [f"{name}尚未签名或者盖章" for name, day in acts.parties.items() if day is None]
    if Act.MEDIATOR in rule.acts and acts.mediator is None:
        missing.append("调解员尚未签名")
    if Act.SEAL in rule.acts and acts.seal is None:
        missing.append("尚未加盖调解组织印章")
    return missing


def effective_date(basis: LegalBasis, acts: Acts) -> date | None:
    """The day on which the agreement takes effect, or None while an act is missing.

    It is the latest of the acts this basis asks for: parties, mediator and seal (劳动争议调解仲裁法 14, 人民调解法 29);
    for 委派 the parties alone (特邀调解规定 24, 在线调解规则 19). 委托 is always None: a court document gives effect
    (特邀调解规定 20). An oral agreement under 人民调解法 30 has effect on the day it is reached.
    """
    if missing_acts(basis, acts):
        return None
    if basis is LegalBasis.PEOPLES_COMMITTEE and acts.oral is not None:
        return acts.oral
    days = [*acts.parties.values()]
    required = RULES[basis].acts
    if Act.MEDIATOR in required:
        days.append(acts.mediator)
    if Act.SEAL in required:
        days.append(acts.seal)
    return max(day for day in days if day is not None)
