"""Opening and closing accounts, each with its trace; a password is known to its owner only."""

import secrets

from django.db import transaction
from django.utils.crypto import constant_time_compare

from mediation.accounts.models import AccountChange, User
from mediation.crypto import keyed_hash

# Without letters and digits that are mistaken for one another when read aloud or copied by hand.
LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZabcdefghjkmnpqrstuvwxyz"
DIGITS = "23456789"


@transaction.atomic
def open_account(
    *, username: str, name: str, phone: str = "", staff_number: str = "", by: User | None = None, reason: str = ""
) -> tuple[User, str]:
    """Open an account; the initial password is returned once and must be changed at the first sign-in."""
    password = initial_password()
    user = User(username=username, name=name, phone=phone, staff_number=staff_number, must_change_password=True)
    user.username = User.normalize_username(username)
    user.set_password(password)
    user.full_clean()
    user.save()
    _note(user, AccountChange.Kind.OPENED, by, reason)
    return user, password


@transaction.atomic
def reset_password(user: User, *, by: User | None = None, reason: str = "") -> str:
    """A new initial password for somebody who has forgotten theirs; whoever is signed in with the old one is out."""
    password = initial_password()
    user.set_password(password)
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])
    _note(user, AccountChange.Kind.NEW_PASSWORD, by, reason)
    return password


@transaction.atomic
def close_account(user: User, *, by: User | None, reason: str) -> None:
    """No sign-in and no right from this moment; the account stays, because its acts in the files do."""
    user.is_active = False
    user.save(update_fields=["is_active"])
    _note(user, AccountChange.Kind.CLOSED, by, reason)


@transaction.atomic
def reopen_account(user: User, *, by: User | None, reason: str) -> None:
    """The account works again, with the rights of the appointments that still run."""
    user.is_active = True
    user.save(update_fields=["is_active"])
    _note(user, AccountChange.Kind.REOPENED, by, reason)


def new_calendar_token(user: User) -> str:
    """A new secret address part for the own calendar; the old one is dead from this moment."""
    user.calendar_key = secrets.token_hex(16)
    user.save(update_fields=["calendar_key"])
    return calendar_token(user)


def end_calendar(user: User) -> None:
    """No address any more."""
    user.calendar_key = ""
    user.save(update_fields=["calendar_key"])


def calendar_token(user: User) -> str:
    """The secret part of the calendar's address; empty while there is none.

    Derived from a random key with the server's own: neither a copy of the database nor the number of an account gives it.
    """
    return f"{user.pk}-{keyed_hash(f'calendar:{user.pk}:{user.calendar_key}')}" if user.calendar_key else ""


def user_of_calendar(token: str) -> User | None:
    """Whose calendar an address is: somebody with an open account and just this address, or nobody."""
    number = token.partition("-")[0]
    if not number.isascii() or not number.isdigit() or len(number) > 18:
        return None
    user = User.objects.active().filter(pk=int(number)).first()
    if user is None or not user.calendar_key or not constant_time_compare(calendar_token(user), token):
        return None
    return user


def _note(user: User, kind: str, by: User | None, reason: str) -> None:
    AccountChange.objects.create(account=user, kind=kind, by=by, reason=reason.strip())


def initial_password() -> str:
    """Twelve characters that can be dictated: letters of both kinds, digits and a hyphen."""
    parts = ["".join(secrets.choice(LETTERS) for _ in range(4)), "".join(secrets.choice(DIGITS) for _ in range(4))]
    return "-".join([*parts, "".join(secrets.choice(LETTERS) for _ in range(4))])
