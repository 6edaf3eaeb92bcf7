"""Filters of the paper templates; everything they get and give is text."""

from django import template

register = template.Library()

_DIGITS = "〇一二三四五六七八九"


@register.filter
def in_chinese(number: int) -> str:
    """1 → 一, 12 → 十二, 85 → 八十五: numbering of clauses and pages, below one hundred."""
    if not 0 < number < 100:
        raise ValueError(f"{number} is not numbered in words")
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else _DIGITS[tens] + "十"
    return head + (_DIGITS[ones] if ones else "")


@register.filter
def listed(items: tuple[str, ...]) -> str:
    """甲、乙、丙."""
    return "、".join(items)


@register.filter
def names(people: tuple[object, ...]) -> str:
    """The names of people, with their part in brackets where they have one: 王某（律师）、李某."""
    result = []
    for person in people:
        name, role = str(getattr(person, "name", "")), str(getattr(person, "role", ""))
        result.append(f"{name}（{role}）" if role else name)
    return "、".join(result)


@register.filter
def without_stop(text: str) -> str:
    """A sentence without its full stop, to be continued by the template."""
    return text.rstrip("。；; ")
