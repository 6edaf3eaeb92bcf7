"""The named refusals of the law engine: each carries a Chinese sentence that says what is wrong and what to do."""

from datetime import date


class LawError(ValueError):
    """A date, number or demand the law does not allow. `str(error)` is the Chinese sentence for the screen."""


class CalendarYearMissing(LawError):
    """A period touches a year whose holiday notice is not loaded: nothing is guessed."""

    def __init__(self, year: int) -> None:
        self.year = year
        super().__init__(f"工作日历缺少{year}年：请导入国务院办公厅当年放假通知后再计算期限")


class CalendarDataInvalid(LawError):
    """A holiday table cannot be read as one."""


class UnknownClock(LawError):
    """A clock id that is not in the table of periods."""

    def __init__(self, clock_id: str) -> None:
        super().__init__(f"期限表中没有“{clock_id}”这一期限")


class ExtensionRefused(LawError):
    """The law of this clock does not allow this extension."""


class PauseRefused(LawError):
    """The law of this clock does not leave this time out of the count."""


class HouseRuleMissing(LawError):
    """No value of a rule of the house is set for this day."""

    def __init__(self, rule: str, on: date) -> None:
        super().__init__(f"本系统规则“{rule}”没有适用于{on:%Y-%m-%d}的数值，请管理员补录后再办理")


class ParameterMissing(LawError):
    """No released row of a parameter covers the day: the sum is refused, not guessed."""

    def __init__(self, label: str, area: str, on: date, *, key: str = "") -> None:
        self.label, self.area, self.on, self.key = label, area, on, key
        where = f"{area}{f'{key}级' if key else ''}" or "（园区没有登记最低工资区域）"
        super().__init__(
            f"参数缺失：没有已发布的“{where}{label}”适用于{on.year}年{on.month}月{on.day}日，请管理员录入并经另一人发布后再测算"
        )


class BadInput(LawError):
    """An answer in a calculator's form that cannot be used; `field` names the question."""

    def __init__(self, field: str, words: str) -> None:
        self.field = field
        super().__init__(words)


class InvalidMoney(LawError):
    """A sum that cannot be read, or that cannot be divided as asked."""


class InvalidIdentity(LawError):
    """A paper number, telephone, account or name that cannot be right."""


class InvalidCaseNumber(LawError):
    """A case number that cannot be read."""


class CauseVersionMissing(LawError):
    """No edition of the court's causes of action is loaded for this day."""


class UnknownCause(LawError):
    """A cause code that the edition in force on the day does not have."""


class UnknownClaimType(LawError):
    """A claim code that the list of claim types does not have."""
