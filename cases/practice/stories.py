"""What a practice case is about: its people, claims and plan, before anybody has made a step in it."""

from dataclasses import dataclass
from decimal import Decimal

from cases.models import CourtReferral, Source
from cases.practice.people import Firm, Person
from cases.states import Mode, Trial


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """One claim of one worker (his place in the story's list); sums in yuan, None where none was named."""

    code: str
    worker: int = 0
    claimed: Decimal | None = None
    agreed: Decimal | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """One line of the plan: a payment in yuan or a deed, so many days after the text was fixed."""

    after: int
    amount: Decimal = Decimal(0)
    deed: str = ""
    worker: int = 0
    firm: int = 0
    number: int = 0
    """Which instalment of the worker; 0 numbers the lines in their order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Referral:
    """What the court says of a case it sends."""

    mode: Mode
    number: str
    trial: str = Trial.ORDINARY
    via_platform: bool = True
    judge: str = "何法官"
    judge_phone: str = "0791-85719000"
    arbitration: str = CourtReferral.Arbitration.NOT_ACCEPTED
    arbitration_number: str = ""
    papers: tuple[str, ...] = CourtReferral.REQUIRED_PAPERS


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A dispute ready to be carried along a journey."""

    workers: tuple[Person, ...]
    firms: tuple[Firm, ...]
    claims: tuple[Claimed, ...]
    plan: tuple[Due, ...] = ()
    request: str
    facts: str
    source: str = Source.VISIT
    source_note: str = ""
    cause: str = ""
    oral: bool = False
    green_channel: bool = False
    new_employment_form: bool = False
    common_request: bool = False
    categories: tuple[str, ...] = ()
    representatives: int = 0
    unwilling: tuple[int, ...] = ()
    """Workers of a group who do not settle."""
    terms: str = ""
    undisputed: str = ""
    statements: str = ""
    offers: str = ""
    result: str = "双方就主要事实取得一致，约定继续商谈"
    failure: str = "双方就金额和支付时间差距较大，经多次调解仍未能达成一致"
    confirmation: str = "none"
    accelerates: bool = False
    referral: Referral | None = None
    employer_asks: bool = False
    """The employer is the applicant and claims from the worker."""
    partners: tuple[str, ...] = ()

    @property
    def first_due(self) -> int:
        """Days from the fixed text to the first line of the plan that falls due."""
        return min((due.after for due in self.plan), default=0)

    @property
    def last_due(self) -> int:
        return max((due.after for due in self.plan), default=0)
