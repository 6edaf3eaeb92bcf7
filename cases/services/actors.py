"""Who acts: a person with the rights held in the case's park or court, a party with a party's rights, or the timer."""

from cases.models import Case, Party
from cases.states import Track
from cases.workflow.moves import Actor
from mediation.accounts.models import User
from mediation.parks.rights import rights_by_court, rights_by_park, roles_in_court, roles_in_park
from mediation.parks.roles import Right

PARTY_RIGHTS = frozenset({Right.PARTY_SUPPLEMENT, Right.PARTY_ANSWER, Right.PARTY_PERFORMANCE, Right.PARTY_SIGN})
SYSTEM = Actor(rights=frozenset(), role="系统", name="系统")


def staff(case: Case, user: User) -> Actor:
    """The user with the rights of the case's park, and of its court when it is a court-track case."""
    rights = rights_by_park(user).get(case.park_id, frozenset())
    roles = roles_in_park(user, case.park)
    if case.track == Track.COURT and case.court is not None:
        rights |= rights_by_court(user).get(case.court.pk, frozenset())
        roles |= roles_in_court(user, case.court)
    titles = "、".join(sorted(str(role.label) for role in roles)) or "无任职"
    return Actor(rights=rights, role=titles, name=user.name, user=user)


def liaison(case: Case, user: User) -> Actor:
    """The user with the rights of the case's court alone: on a court's page no appointment in a park opens anything."""
    assert case.court is not None
    rights = rights_by_court(user).get(case.court.pk, frozenset())
    titles = "、".join(sorted(str(role.label) for role in roles_in_court(user, case.court))) or "无任职"
    return Actor(rights=rights, role=titles, name=user.name, user=user)


def party(who: Party) -> Actor:
    """A worker or an employer on the portal; only an applicant can withdraw the application.

    One of several applicants cannot withdraw for the others (办案规则 63): that is said to the room, by all of them.
    """
    alone = who.side == "applicant" and len(who.case.applicants) == 1
    rights = PARTY_RIGHTS | {Right.PARTY_WITHDRAW} if alone else PARTY_RIGHTS
    return Actor(rights=rights, role=who.get_side_display(), name=who.name, party=who)
