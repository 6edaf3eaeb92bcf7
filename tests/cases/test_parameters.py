"""Dated parameters: two people before a value counts, refusals by name, what will run out; the shipped file and what it withholds."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from cases.law.calendar import default_calendar
from cases.law.errors import ParameterMissing
from cases.law.parameters import LOCKED, NATION, Kind, shipped, shipped_table
from cases.models import LawParameter
from cases.services.parameters import (
    enter_parameter,
    keeps_parameters,
    law_table,
    load_parameters,
    release_parameter,
    runs_out,
    take_back_parameter,
)
from cases.services.refusal import Refused
from mediation.parks.reference import load_reference
from mediation.parks.roles import Role
from tests.factories import a_room_with_team, appointed

pytestmark = pytest.mark.django_db
DAY = date(2026, 9, 22)


def entry(**changes: object) -> dict[str, object]:
    return {
        "kind": Kind.MINIMUM_WAGE.value,
        "area": "一类区域",
        "key": "",
        "valid_from": date(2026, 1, 1),
        "valid_to": None,
        "value": Decimal(2150),
        "source": "江西省人民政府关于调整最低工资标准的通知",
        "note": "",
        **changes,
    }


class TestTheFile:
    def test_rows_of_low_certainty_ship_unreleased(self) -> None:
        for row in shipped():
            assert row.released == (row.parameter.certainty in ("high", "derived")), row.parameter.version
            assert row.parameter.source

    def test_the_injury_grid_of_the_province_ships_empty(self) -> None:
        assert not [row for row in shipped() if row.parameter.kind in LOCKED]

    @pytest.mark.parametrize(
        ("kind", "area", "day", "value"),
        [
            (Kind.MINIMUM_WAGE, "一类区域", date(2026, 9, 22), 2000),  # domain 5.14
            (Kind.MINIMUM_WAGE, "三类区域", date(2024, 4, 1), 1740),
            (Kind.MINIMUM_WAGE, "二类区域", date(2024, 3, 31), 1730),
            (Kind.MINIMUM_WAGE, "四类区域", date(2017, 12, 31), 1180),
            (Kind.AVERAGE_ON_POST, "南昌市", date(2022, 6, 1), 106663),  # domain 5.13
            (Kind.AVERAGE_PRIVATE, "赣州市", date(2020, 6, 1), 47833),
            (Kind.DISPOSABLE_INCOME, NATION, date(2025, 12, 31), 56502),  # domain 5.8
            (Kind.UNEMPLOYMENT_BENEFIT, "二类区域", date(2026, 1, 1), 1683),  # domain 5.11
            (Kind.HEAT_OUTDOOR, "江西省", date(2026, 7, 1), 300),  # domain 5.9
        ],
    )
    def test_values_of_the_dossier(self, kind: Kind, area: str, day: date, value: int) -> None:
        assert shipped_table().at(kind, area, day).value == value

    @pytest.mark.parametrize(
        ("kind", "area", "day"),
        [
            (Kind.MINIMUM_WAGE_HOUR, "一类区域", date(2026, 1, 1)),  # the hourly values of 2024 are unverified
            (Kind.AVERAGE_NONPRIVATE, "江西省", date(2023, 6, 1)),  # 92,794 does not fit: not used
            (Kind.AVERAGE_ON_POST, "南昌市", date(2025, 6, 1)),
            (Kind.MINIMUM_WAGE, "四类区域", date(2018, 1, 1)),  # three zones since 2018
            (Kind.MEDICAL_SUBSIDY_MONTHS, "江西省", date(2026, 1, 1)),
        ],
    )
    def test_what_is_not_sure_is_refused_by_name(self, kind: Kind, area: str, day: date) -> None:
        with pytest.raises(ParameterMissing, match=kind.label) as caught:
            shipped_table().at(kind, area, day)
        assert f"{day.year}年{day.month}月{day.day}日" in str(caught.value)

    def test_loading_twice_adds_nothing(self) -> None:
        assert load_parameters() == len(shipped())
        assert load_parameters() == 0
        assert law_table().at(Kind.MINIMUM_WAGE, "一类区域", DAY).value == 2000


class TestTwoPeople:
    def test_a_value_counts_only_when_another_supervisor_has_released_it(self) -> None:
        load_parameters()
        first, second = appointed(Role.SUPERVISOR, "36"), appointed(Role.SUPERVISOR, "36")
        row = enter_parameter(entry(), by=first)
        assert law_table().at(Kind.MINIMUM_WAGE, "一类区域", DAY).value == 2000
        with pytest.raises(Refused, match="不能是同一个人"):
            release_parameter(row, by=first)
        release_parameter(row, by=second)
        assert law_table().at(Kind.MINIMUM_WAGE, "一类区域", DAY).value == 2150
        assert law_table().at(Kind.MINIMUM_WAGE, "一类区域", date(2025, 12, 31)).value == 2000

    def test_the_database_knows_the_rule_too(self) -> None:
        person = appointed(Role.SUPERVISOR, "36")
        row = enter_parameter(entry(), by=person)
        with pytest.raises(IntegrityError), transaction.atomic():
            LawParameter.objects.filter(pk=row.pk).update(released_by=person)

    def test_a_released_value_is_corrected_by_another_row(self) -> None:
        first, second = appointed(Role.SUPERVISOR, "36"), appointed(Role.SUPERVISOR, "36")
        wrong = release_parameter(enter_parameter(entry(), by=first), by=second)
        with pytest.raises(Refused, match="不能删除"):
            take_back_parameter(wrong, by=first)
        right = enter_parameter(entry(value=Decimal(2200)), by=second)
        release_parameter(right, by=first)
        assert law_table().at(Kind.MINIMUM_WAGE, "一类区域", DAY).value == 2200
        assert LawParameter.objects.filter(pk=wrong.pk).exists()

    def test_an_unreleased_row_can_be_taken_back(self) -> None:
        first = appointed(Role.SUPERVISOR, "36")
        take_back_parameter(enter_parameter(entry(), by=first), by=first)
        assert not LawParameter.objects.exists()

    def test_only_supervisors_of_the_province(self) -> None:
        team = a_room_with_team()
        county = appointed(Role.SUPERVISOR, team.park)
        city = appointed(Role.SUPERVISOR, "3601")
        for person in (team.head, county, city):
            assert not keeps_parameters(person)
            with pytest.raises(Refused, match="省总工会"):
                enter_parameter(entry(), by=person)
        assert not LawParameter.objects.exists()

    @pytest.mark.parametrize(
        ("changes", "field", "words"),
        [
            ({"source": " "}, "source", "来源"),
            ({"area": ""}, "area", "地区"),
            ({"value": Decimal(-1)}, "", "负"),
            ({"valid_to": date(2025, 1, 1)}, "", "早于"),
            ({"kind": "moon"}, "kind", ""),
            ({"kind": Kind.MEDICAL_SUBSIDY_MONTHS.value, "area": "江西省"}, "key", "等级"),
        ],
    )
    def test_bad_rows(self, changes: dict[str, object], field: str, words: str) -> None:
        person = appointed(Role.SUPERVISOR, "36")
        with pytest.raises((Refused, ValueError), match=words or None):
            enter_parameter(entry(**changes), by=person)
        assert not LawParameter.objects.exists()


class TestRunsOut:
    def said(self, today: date) -> str:
        return "\n".join(f"{row.what}：{row.text}" for row in runs_out(today))

    def test_next_years_calendar_is_missed_from_the_first_of_november(self) -> None:
        last = max(default_calendar().years)
        assert f"{last + 1}年工作日历" not in self.said(date(last, 10, 31))
        assert f"{last + 1}年工作日历" in self.said(date(last, 11, 1))
        assert any(row.urgent for row in runs_out(date(last, 11, 1)) if row.what == f"{last + 1}年工作日历")

    def test_what_is_missing_or_old_is_named(self) -> None:
        load_reference()
        load_parameters()
        said = self.said(DAY)
        assert "一类区域非全日制用工小时最低工资标准：没有已发布的现行数值" in said
        assert "一类区域月最低工资标准：现行数值自2024-04-01起，请核对是否已经调整" in said
        assert "城镇非私营单位在岗职工年平均工资：没有2025年度数据" in said
        assert "南昌市" in said
        assert "一次性工伤医疗补助金：江西标准没有录入" in said


def test_the_zone_belongs_to_the_park_and_not_to_the_county_around_it() -> None:
    """Domain 5.14: 南昌经开区 is zone 1 in 新建区 (zone 2); 小蓝 in 南昌县 is zone 2; 瑞金 is zone 3."""
    from mediation.parks.models import Park

    load_reference()
    zones = dict(Park.objects.values_list("name", "wage_zone"))
    assert zones["南昌经济技术开发区"] == 1
    assert zones["江西新建经济开发区"] == 2
    assert zones["南昌小蓝经济技术开发区"] == 2
    assert Park.objects.filter(county="瑞金市").values_list("wage_zone", flat=True)[0] == 3
    assert not Park.objects.filter(wage_zone=None).exclude(county="").exists()
