"""Typed readers of environment variables: a wrong or missing value stops the start and is named."""

import os
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

TRUE_WORDS = frozenset({"1", "true", "yes", "on"})
FALSE_WORDS = frozenset({"0", "false", "no", "off"})


class MissingSetting(ImproperlyConfigured):
    """An environment variable that this edition cannot do without is not set."""

    def __init__(self, name: str, what: str) -> None:
        super().__init__(f"Set the environment variable {name}: {what}")
        self.name = name


class WrongSetting(ImproperlyConfigured):
    """An environment variable is set to something that cannot be meant."""

    def __init__(self, name: str, what: str) -> None:
        super().__init__(f"The environment variable {name} is wrong: {what}")
        self.name = name


def text(name: str, default: str = "") -> str:
    """The variable without surrounding blanks; `default` when unset or empty."""
    return os.environ.get(name, "").strip() or default


def required(name: str, what: str) -> str:
    """The variable, or MissingSetting saying what it is for."""
    value = text(name)
    if not value:
        raise MissingSetting(name, what)
    return value


def names(name: str, default: tuple[str, ...] = ()) -> list[str]:
    """A comma-separated variable as a list without blanks."""
    return [part.strip() for part in text(name).split(",") if part.strip()] or list(default)


def flag(name: str, *, default: bool) -> bool:
    """A yes/no variable; any other word is refused rather than guessed."""
    value = text(name).lower()
    if not value:
        return default
    if value in TRUE_WORDS:
        return True
    if value in FALSE_WORDS:
        return False
    raise WrongSetting(name, f"{value!r} is neither yes nor no")


def number(name: str, default: int) -> int:
    """A whole number."""
    value = text(name)
    if not value:
        return default
    try:
        return int(value)
    except ValueError:
        raise WrongSetting(name, f"{value!r} is not a whole number") from None


def base_url(name: str, value: str) -> str:
    """Check `value` as scheme://host[:port] without a path and return it without a trailing slash."""
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.netloc or parts.path.strip("/") or parts.query:
        raise WrongSetting(name, f"{value!r} is not an address such as https://tiaojie.example.org")
    return value.rstrip("/")


def web_address(name: str) -> str:
    """An address of another service, with or without a path; empty when unset."""
    value = text(name)
    if value and (urlsplit(value).scheme not in {"http", "https"} or not urlsplit(value).netloc):
        raise WrongSetting(name, f"{value!r} is not an address such as http://tsa.example.org/tsr")
    return value
