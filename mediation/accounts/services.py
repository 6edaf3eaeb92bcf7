"""Opening and closing accounts; a password is known to its owner only."""

import secrets

from django.db import transaction

from mediation.accounts.models import User

# Without letters and digits that are mistaken for one another when read aloud or copied by hand.
LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZabcdefghjkmnpqrstuvwxyz"
DIGITS = "23456789"


@transaction.atomic
def open_account(*, username: str, name: str, phone: str = "", staff_number: str = "") -> tuple[User, str]:
    """Open an account; the initial password is returned once and must be changed at the first sign-in."""
    password = initial_password()
    user = User(username=username, name=name, phone=phone, staff_number=staff_number, must_change_password=True)
    user.username = User.normalize_username(username)
    user.set_password(password)
    user.full_clean()
    user.save()
    return user, password


@transaction.atomic
def reset_password(user: User) -> str:
    """A new initial password for somebody who has forgotten theirs."""
    password = initial_password()
    user.set_password(password)
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])
    return password


def initial_password() -> str:
    """Twelve characters that can be dictated: letters of both kinds, digits and a hyphen."""
    parts = ["".join(secrets.choice(LETTERS) for _ in range(4)), "".join(secrets.choice(DIGITS) for _ in range(4))]
    return "-".join([*parts, "".join(secrets.choice(LETTERS) for _ in range(4))])
