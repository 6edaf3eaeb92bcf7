"""Invented papers of every kind, to look at and to test with; persons, firms and numbers are made up.

Identity numbers are the synthetic ones of the validation rules, credit codes are computed and belong to nobody.
Names hold the characters that break lesser systems: 𬎆 (Extension E), 㛃 and 䶮 (Extension A), the middle dot.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from documents.context_types import Agent, Body, Mediator, Paper, Party, as_json


@dataclass(frozen=True)
class Sample:
    """One paper to print: its kind and what it says."""

    kind: str
    paper: Paper

    @property
    def context(self) -> Mapping[str, Any]:
        context: Mapping[str, Any] = as_json(self.paper)
        return context


ROOM = Body(
    name="南昌小蓝经济技术开发区“三师一室”劳动争议调解室",
    self_name="本调解室",
    address="南昌县小蓝经开区富山一路职工服务中心二楼",
    phone="0791-85990000",
)
COMMITTEE = Body(
    name="瑞金市总工会劳动争议人民调解委员会",
    self_name="本委员会",
    address="瑞金市红都大道工人文化宫一楼",
    phone="0797-25990000",
)
INVITED = Body(
    name="瑞金市总工会劳动争议特邀调解组织",
    self_name="我组织",
    address="瑞金市红都大道工人文化宫一楼",
    phone="0797-25990000",
)
ARBITRATION = "南昌县劳动人事争议仲裁委员会"
RUIJIN_ARBITRATION = "瑞金市劳动人事争议仲裁委员会"
COURT = "瑞金市人民法院"

WORKER = Party(
    kind="person",
    name="欧阳𬎆",
    gender="女",
    ethnicity="畲族",
    birth_date="1990年3月7日",
    id_number="360102199003070014",
    occupation="注塑车间操作工",
    address="江西省南昌市东湖区沿江北大道88号3栋1单元502室",
    phone="13800001234",
    agents=(
        Agent(
            name="杨㛃",
            relation="江西某某律师事务所律师",
            authority="特别授权",
            id_number="11010519491231002X",
            phone="13900005678",
        ),
    ),
)
FIRM = Party(
    kind="organisation",
    name="江西䶮泰精密电子有限公司",
    credit_code="91360121MA0000007U",
    representative="古丽娜尔·阿不都热依木",
    representative_post="执行董事",
    address="南昌县小蓝经开区汇仁大道266号",
    phone="0791-85991111",
    agents=(Agent(name="万昇", relation="人力资源部经理", authority="特别授权", phone="13700004321"),),
)
MEDIATORS = (Mediator(name="刘喆", role="劳动关系协调师"), Mediator(name="陈犇", role="律师"))

HEAD: dict[str, Any] = {
    "case_number": "赣工调〔2026〕南昌小蓝12号",
    "basis": "local",
    "body": ROOM,
    "issued_on": "2026年9月22日",
    "created": "2026-09-22T10:30:00+08:00",
}
COURT_HEAD: dict[str, Any] = {
    "case_number": "赣工诉调〔2026〕瑞金31号",
    "basis": "delegated",
    "body": INVITED,
    "issued_on": "2026年3月9日",
    "created": "2026-03-09T16:05:00+08:00",
}
