"""Which basic court may confirm an agreement (民事诉讼法 205): the inviting one, or that of a domicile or of the mediation body."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from cases.law.bases import LegalBasis
from cases.law.periods import MSF

INVITING_ARTICLE = f"{MSF}第二百零五条第一项"
OWN_ARTICLE = f"{MSF}第二百零五条第二项"
INTERMEDIATE = "纠纷应当由中级人民法院管辖的，向相应的中级人民法院提出"
PROVINCE = "36"


class Ground(StrEnum):
    """What ties a court to the agreement."""

    DOMICILE = "domicile"
    BODY = "body"

    @property
    def label(self) -> str:
        """The Chinese name of the ground."""
        return {Ground.DOMICILE: "当事人住所地", Ground.BODY: "调解组织所在地"}[self]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A county (its six digits) whose basic court may confirm. `inferred`: read from a number, to be checked."""

    ground: Ground
    who: str
    division: str
    inferred: bool = False

    @property
    def is_county(self) -> bool:
        """Whether a county is named: a city's or province's own code has no basic court."""
        return self.division[4:] != "00"

    @property
    def in_province(self) -> bool:
        return self.division.startswith(PROVINCE)

    @property
    def old_case_code(self) -> str:
        """The 法院代字 that a court of this county had, found among former ones after a change of divisions."""
        return f"赣{self.division[2:]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """What the file says of where a party lives or sits: its own division code, or the number that carries one."""

    who: str
    division: str = ""
    resident_id: str = ""
    credit_code: str = ""

    @property
    def place(self) -> Place | None:
        """The place of domicile, or None when nothing tells."""
        if self.division:
            return Place(ground=Ground.DOMICILE, who=self.who, division=self.division)
        read = self.resident_id[:6] or self.credit_code[2:8]
        if len(read) == 6 and read.isdigit():
            return Place(ground=Ground.DOMICILE, who=self.who, division=read, inferred=True)
        return None


def places_of_confirmation(basis: LegalBasis, *, parties: Iterable[Address], body: Place) -> tuple[Place, ...]:
    """Where judicial confirmation may be asked for, the body's own place first; empty where one court alone has it.

    委派: the inviting court. 委托: the court that has the suit. Otherwise the basic court of a party's domicile or of the
    place of the body, each county once. (A place of the 标的物 has no meaning in a labour agreement.)
    """
    if basis in (LegalBasis.COURT_DELEGATED, LegalBasis.COURT_ENTRUSTED):
        return ()
    found = {body.division: body}
    for party in parties:
        place = party.place
        if place is not None:
            found.setdefault(place.division, place)
    return tuple(found.values())
