"""Invented papers of the first steps of both tracks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from documents.context_types import (
    Acceptance,
    Account,
    Agreement,
    Annex,
    Attempt,
    Attendee,
    Claim,
    Confirmation,
    CourtReport,
    Declined,
    Instalment,
    Limitation,
    Material,
    Minutes,
    Obligation,
    Portal,
    Process,
    ProofOfService,
    Reason,
    Receipt,
    ReferralReply,
    Rejection,
    RightsNotice,
    ServedPaper,
    ServiceReceipt,
    SessionNotice,
    Statement,
    Termination,
    WayOut,
    Worker,
)
from documents.samples.base import (
    ARBITRATION,
    COMMITTEE,
    COURT,
    COURT_HEAD,
    FIRM,
    HEAD,
    INVITED,
    MEDIATORS,
    ROOM,
    RUIJIN_ARBITRATION,
    WORKER,
    Sample,
)

RECEIPT = Receipt(
    **HEAD | {"case_number": "", "issued_on": "2026年9月18日", "created": "2026-09-18T09:40:00+08:00"},
    number="赣工调收〔2026〕南昌小蓝37号",
    addressee="欧阳𬎆",
    applicants=("欧阳𬎆",),
    respondents=("江西䶮泰精密电子有限公司",),
    manner="口头（当场记录）",
    received_on="2026年9月18日",
    received_at="9时40分",
    request="支付2026年5月至8月拖欠的工资24,000.00元；支付解除劳动合同的经济补偿18,000.00元",
    materials=(
        Material(name="劳动争议调解口头申请登记表", copies="1", pages="2", form="原件"),
        Material(name="居民身份证", copies="1", pages="1", form="复印件", note="已核对原件"),
        Material(name="劳动合同书（2023年3月1日签订）", copies="1", pages="6", form="复印件", note="原件由本人保管"),
        Material(name="2026年1月至8月银行工资流水", copies="1", pages="4", form="复印件"),
    ),
    supplements=(Material(name="授权委托书", note="写明委托事项和权限，由本人签名"),),
    supplement_by="2026年9月28日",
    decide_by="2026年9月22日",
    arbitration_from="2026年10月8日",
    received_by="熊垚",
    portal=Portal(url="https://tiaojie.example.cn/c/K7M2-QX9D", public_code="K7M2-QX9D", pin="402 861"),
)

ACCEPTANCE = Acceptance(
    **HEAD,
    number="赣工调受〔2026〕南昌小蓝12号",
    addressees=("欧阳𬎆", "江西䶮泰精密电子有限公司"),
    applicants=("欧阳𬎆",),
    respondents=("江西䶮泰精密电子有限公司",),
    cause="追索劳动报酬、经济补偿金",
    received_on="2026年9月18日",
    accepted_on="2026年9月22日",
    mediators=MEDIATORS,
    contact="熊垚",
    contact_phone="0791-85990000",
    period_end="2026年10月8日",
    arbitration_from="2026年10月8日",
    arbitration_body=ARBITRATION,
    to_submit=("2026年5月至8月考勤记录", "工资支付台账"),
)
PEOPLES_ACCEPTANCE = replace(
    ACCEPTANCE,
    basis="peoples",
    body=COMMITTEE,
    number="赣工调受〔2026〕瑞金8号",
    case_number="赣工调〔2026〕瑞金8号",
    arbitration_body=RUIJIN_ARBITRATION,
)

REJECTION = Rejection(
    **HEAD | {"case_number": ""},
    number="赣工调不〔2026〕南昌小蓝3号",
    addressee="欧阳𬎆",
    applicants=("欧阳𬎆",),
    respondents=("江西䶮泰精密电子有限公司",),
    received_on="2026年9月18日",
    request="撤销南昌市劳动能力鉴定委员会作出的九级伤残鉴定结论",
    reasons=(
        Reason(
            text="对劳动能力鉴定结论的异议不属于劳动争议",
            article="《最高人民法院关于审理劳动争议案件适用法律问题的解释（一）》第二条第三项",
        ),
    ),
    ways=(
        WayOut(
            way="申请再次鉴定",
            where="江西省劳动能力鉴定委员会",
            note="应当自收到鉴定结论之日起十五日内提出（《工伤保险条例》第二十六条）",
        ),
        WayOut(way="申请法律援助", where="南昌县法律援助中心，电话12348"),
        WayOut(way="工伤保险待遇的争议可以另行申请调解或者申请仲裁", where=ARBITRATION),
    ),
    limitations=(
        Limitation(
            interrupted_on="2026年9月18日", event="申请人申请调解", article="《劳动人事争议仲裁办案规则》第二十七条"
        ),
    ),
)

DECLINED = Declined(
    **HEAD | {"case_number": ""},
    number="赣工调不〔2026〕南昌小蓝4号",
    addressee="欧阳𬎆",
    applicants=("欧阳𬎆",),
    respondents=("江西䶮泰精密电子有限公司",),
    cause="拖欠工资和经济补偿",
    received_on="2026年9月18日",
    asked_on="2026年9月18日",
    answer="对方当事人在指定期限内未作答复，视为不同意调解",
    answered_on="2026年9月22日",
    attempts=(
        Attempt(time="2026年9月18日10时20分", channel="电话0791-85991111", result="无人接听"),
        Attempt(time="2026年9月20日15时05分", channel="短信13700004321", result="已送达，未回复"),
        Attempt(time="2026年9月21日9时30分", channel="上门送达", result="前台签收征询意见函，称负责人外出"),
    ),
    arbitration_body=ARBITRATION,
    ways=(
        WayOut(way="拖欠劳动报酬的，可以向劳动保障监察机构投诉", where="南昌县劳动保障监察大队，电话12333"),
        WayOut(way="申请法律援助", where="南昌县法律援助中心，电话12348"),
    ),
    limitations=(
        Limitation(
            interrupted_on="2026年9月22日",
            event="申请人提出调解申请后被申请人不同意调解",
            article="《企业劳动争议协商调解规定》第三十一条第五项",
            last_day="2027年9月22日",
        ),
    ),
)

RIGHTS = RightsNotice(
    **HEAD,
    number="赣工调告〔2026〕南昌小蓝12号",
    applicants=("欧阳𬎆",),
    respondents=("江西䶮泰精密电子有限公司",),
    mediators=MEDIATORS,
    arbitration_body=ARBITRATION,
)
COURT_RIGHTS = replace(
    RIGHTS,
    basis="delegated",
    body=INVITED,
    number="赣工诉调告〔2026〕瑞金31号",
    case_number="赣工诉调〔2026〕瑞金31号",
    inviting_court=COURT,
    arbitration_body=RUIJIN_ARBITRATION,
)

SESSION = SessionNotice(
    **HEAD,
    number="赣工调告〔2026〕南昌小蓝13号",
    addressees=("欧阳𬎆", "江西䶮泰精密电子有限公司"),
    applicants=("欧阳𬎆",),
    respondents=("江西䶮泰精密电子有限公司",),
    cause="追索劳动报酬、经济补偿金",
    form="面对面调解",
    starts="2026年9月26日（星期六）9时30分",
    place="南昌县小蓝经开区富山一路职工服务中心二楼第一调解室",
    mediators=MEDIATORS,
    others=("南昌县总工会法律工作部工作人员（协助调解，已征得双方同意）",),
    bring=("2026年5月至8月考勤记录", "工资支付台账原件"),
    answer_by="2026年9月24日",
    contact="熊垚",
    contact_phone="0791-85990000",
)
PROOF = ProofOfService(
    **HEAD,
    number="赣工调送〔2026〕南昌小蓝7号",
    cause="追索劳动报酬、经济补偿金",
    applicants=("欧阳𬎆",),
    respondents=("江西䶮泰精密电子有限公司",),
    recipient="江西䶮泰精密电子有限公司",
    address="南昌县小蓝经开区富山一路88号办公楼一层收发室",
    electronic="没有同意",
    papers=(
        ServedPaper(name="受理通知书", number="赣工调受〔2026〕南昌小蓝12号", copies="1"),
        ServedPaper(name="调解（茶叙）通知书", number="赣工调告〔2026〕南昌小蓝13号", copies="1"),
    ),
)
SERVED_BY_MAIL = ServiceReceipt(
    **HEAD,
    number="赣工调送〔2026〕南昌小蓝8号",
    cause="追索劳动报酬、经济补偿金",
    applicants=("欧阳𬎆",),
    respondents=("江西䶮泰精密电子有限公司",),
    recipient="江西䶮泰精密电子有限公司",
    paper=ServedPaper(name="受理通知书", number="赣工调受〔2026〕南昌小蓝12号", copies="1"),
    place="南昌县小蓝经开区富山一路88号办公楼一层收发室",
    method="邮寄送达",
    article="《民事诉讼法》第九十一条",
    sent_on="2026年9月22日",
    arrived_on="2026年9月24日",
    counts_on="2026年9月24日",
    receiver="黄晓梅",
    relation="单位的收发部门",
    tracking="1099887766554",
    servers="熊垚、万小平",
    note="邮政特快专递，回执注明收件日期",
    proof="附卷，SHA-256 9f86d081884c7d65",
    entered_by="万小平",
    entered_at="2026年9月25日9时5分",
)
LEFT_BEHIND = replace(
    SERVED_BY_MAIL,
    number="赣工调送〔2026〕南昌小蓝9号",
    method="留置送达",
    article="《民事诉讼法》第八十九条",
    sent_on="2026年9月23日",
    arrived_on="",
    counts_on="2026年9月23日",
    receiver="",
    relation="",
    tracking="",
    refusal="收发室人员称没有授权，拒绝签收",
    witnesses=("胡亮（小蓝经开区管委会）", "邓敏（富山社区居委会）"),
    recorded="已用拍照、录像等方式记录送达过程",
    note="文书留在收发室",
    proof="",
    correction="原登记的送达日期写错",
)
NOT_SERVED = replace(
    SERVED_BY_MAIL,
    number="赣工调送〔2026〕南昌小蓝10号",
    arrived_on="",
    counts_on="",
    failure="邮件退回，注明“原址查无此单位”",
    receiver="",
    relation="",
    note="",
    proof="",
)
SALON = replace(
    SESSION,
    number="赣工调告〔2026〕南昌小蓝14号",
    salon="yes",
    form="沙龙茶叙（可以线上参加）",
    online="腾讯会议，会议号000-000-000，凭邀请链接入会",
)

MINUTES = Minutes(
    **HEAD | {"issued_on": "2026年9月26日", "created": "2026-09-26T11:50:00+08:00"},
    number="赣工调录〔2026〕南昌小蓝12号",
    cause="追索劳动报酬、经济补偿金",
    session="第一次调解",
    starts="2026年9月26日9时30分",
    ends="11时45分",
    place="南昌县小蓝经开区富山一路职工服务中心二楼第一调解室",
    form="面对面、背靠背",
    mediators=MEDIATORS,
    recorder="熊垚",
    attendees=(
        Attendee(side="申请人", name="欧阳𬎆", capacity="本人", check="居民身份证，与本人一致"),
        Attendee(
            side="申请人代理人", name="杨㛃", capacity="江西某某律师事务所律师，特别授权", check="执业证、授权委托书"
        ),
        Attendee(
            side="被申请人代理人", name="万昇", capacity="人力资源部经理，特别授权", check="居民身份证、授权委托书"
        ),
    ),
    absent=("江西䶮泰精密电子有限公司法定代表人（已委托代理人）",),
    rights_told="调解员宣读当事人权利义务告知书，双方当事人表示听清并理解，已在告知书上签名",
    recusal="双方当事人均回答：不申请回避",
    undisputed=(
        "申请人于2023年3月1日入职被申请人处，双方签订书面劳动合同，岗位为注塑车间操作工",
        "申请人的月工资标准为6,000.00元，每月15日以银行转账支付上月工资",
        "被申请人未支付申请人2026年5月至8月工资，共24,000.00元",
        "双方劳动合同于2026年8月31日解除",
    ),
    process=Process(
        statements=(
            Statement(speaker="调解员", text="请申请人陈述调解请求、事实和理由。"),
            Statement(
                speaker="申请人",
                text="请求公司支付四个月工资24,000元和经济补偿。公司从五月起没有发过工资，我多次找主管，一直说等订单回款。",
            ),
            Statement(
                speaker="被申请人代理人",
                text="工资欠付属实，公司上半年订单减少、资金周转困难，不是故意拖欠。经济补偿的金额需要核对工作年限。",
            ),
            Statement(speaker="调解员", text="劳动合同法规定的经济补偿按工作年限计算，现在分别与双方核对。"),
        ),
        proposals=(
            Statement(speaker="被申请人代理人", text="愿意分三期支付工资，经济补偿按三个月支付。"),
            Statement(speaker="申请人", text="可以分期，但第一期应当在节前支付，经济补偿要求三个半月。"),
            Statement(
                speaker="调解员", text="建议工资24,000元节前先付10,000元，余款与经济补偿合并分两期付清，供双方考虑。"
            ),
        ),
        result="双方当事人对分期支付没有异议，对经济补偿的月数还需要考虑，同意继续调解。",
        next_session="2026年9月28日9时30分，地点同上",
    ),
)
UNDISPUTED_MINUTES = replace(MINUTES, process=None)

TERMINATION = Termination(
    **HEAD | {"issued_on": "2026年10月9日", "created": "2026-10-09T09:10:00+08:00"},
    number="赣工调终〔2026〕南昌小蓝5号",
    applicants=(WORKER,),
    respondents=(FIRM,),
    cause="追索劳动报酬、经济补偿金",
    received_on="2026年9月18日",
    accepted_on="2026年9月22日",
    claims=(
        Claim(item="支付2026年5月至8月拖欠的工资", amount="24,000.00"),
        Claim(item="支付解除劳动合同的经济补偿", amount="21,000.00"),
    ),
    course=("本调解室于2026年9月26日、9月28日两次组织双方当事人调解，双方当事人均到场，已告知权利义务。",),
    ended_on="2026年10月8日",
    reasons=(
        Reason(
            text="调解期限届满，双方当事人未达成调解协议，也没有同意延期，视为调解不成",
            article="参照《企业劳动争议协商调解规定》第二十九条",
        ),
    ),
    mediators=MEDIATORS,
    arbitration_body=ARBITRATION,
    ways=(WayOut(way="申请法律援助", where="南昌县法律援助中心，电话12348"),),
    limitations=(
        Limitation(
            interrupted_on="2026年10月8日",
            event="在调解期限内未达成调解协议",
            article="《企业劳动争议协商调解规定》第三十一条第七项",
            last_day="2027年10月8日",
        ),
    ),
    refused_to_sign=("被申请人代理人万昇收到本通知书，拒绝签名，未说明理由，由调解员刘喆、陈犇见证",),
)

AGREEMENT = Agreement(
    **HEAD | {"issued_on": "2026年9月28日", "created": "2026-09-28T11:20:00+08:00"},
    number="赣工调协〔2026〕南昌小蓝9号",
    applicants=(WORKER,),
    respondents=(FIRM,),
    cause="追索劳动报酬、经济补偿金",
    received_on="2026年9月18日",
    accepted_on="2026年9月22日",
    mediators=MEDIATORS,
    facts=(
        "申请人于2023年3月1日入职被申请人处，任注塑车间操作工，月工资6,000.00元。被申请人因资金周转困难，"
        "未支付申请人2026年5月至8月工资，共24,000.00元。申请人于2026年8月31日以被申请人拖欠工资为由解除劳动合同。",
        "双方当事人对拖欠工资的期间和金额没有争议，对经济补偿的金额有争议。",
    ),
    claims=(
        Claim(item="支付2026年5月至8月拖欠的工资", amount="24,000.00"),
        Claim(item="支付解除劳动合同的经济补偿", amount="21,000.00"),
    ),
    payer="被申请人",
    payee="申请人",
    heads=(
        Claim(item="2026年5月至8月工资", amount="24,000.00"),
        Claim(item="解除劳动合同的经济补偿", amount="18,000.00"),
    ),
    total="42,000.00",
    total_words="肆万贰仟元整",
    instalments=(
        Instalment(number="一", due_on="2026年9月30日前", amount="10,000.00", amount_words="壹万元整"),
        Instalment(number="二", due_on="2026年10月31日前", amount="16,000.00", amount_words="壹万陆仟元整"),
        Instalment(number="三", due_on="2026年11月30日前", amount="16,000.00", amount_words="壹万陆仟元整"),
    ),
    pay_by="银行转账",
    account=Account(holder="欧阳𬎆", bank="中国某某银行南昌小蓝支行", number="6222020000000000011"),
    obligations=(
        Obligation(
            text="出具解除劳动合同的证明，办理档案和社会保险关系转移手续",
            due_on="2026年10月10日前",
            manner="直接送交申请人",
        ),
    ),
    clauses=("双方当事人的劳动合同于2026年8月31日解除",),
    default_clause=(
        "被申请人任何一期未按期足额支付的，申请人有权要求被申请人一次性支付全部未付款项，"
        "被申请人并自逾期之日起以未付款项为基数，按全国银行间同业拆借中心公布的一年期贷款市场报价利率支付利息。"
    ),
    settled=("2026年5月至8月的工资", "解除劳动合同的经济补偿"),
    confirmation=Confirmation(
        choice="judicial_confirmation",
        counted_from="2026年9月28日",
        arbitration_body=ARBITRATION,
        arbitration_last_day="2026年10月13日",
        court="南昌县人民法院",
        court_last_day="2026年10月28日",
    ),
    place="南昌县小蓝经开区",
)
# Signatures outstanding, so the last days cannot be known yet; an enterprise committee; nothing to be paid.
PLAIN_AGREEMENT = replace(
    AGREEMENT,
    basis="enterprise",
    body=replace(ROOM, name="江西䶮泰精密电子有限公司劳动争议调解委员会", self_name="本委员会"),
    number="赣工调协〔2026〕南昌小蓝10号",
    monetary="",
    claims=(Claim(item="确认2023年3月1日至2026年8月31日期间存在劳动关系"), Claim(item="出具离职证明")),
    heads=(),
    total="",
    total_words="",
    instalments=(),
    pay_by="",
    account=None,
    clauses=("双方当事人确认2023年3月1日至2026年8月31日期间存在劳动关系",),
    default_clause="双方当事人没有另行约定违约责任，依照法律规定承担；不履行的，按照本协议第八部分处理。",
    settled=("劳动关系的确认", "离职证明的出具"),
    confirmation=Confirmation(
        arbitration_body=ARBITRATION,
        arbitration_barred="协议内容为确认劳动关系（《劳动人事争议仲裁办案规则》第七十五条第四项）",
        court="南昌县人民法院",
    ),
)
COURT_AGREEMENT = replace(
    AGREEMENT,
    facts=(
        "申请人于2023年3月1日入职被申请人处，任注塑车间操作工，月工资6,000.00元。被申请人未支付申请人2025年5月至8月工资，"
        "共24,000.00元。申请人于2025年8月31日以被申请人拖欠工资为由解除劳动合同，后向仲裁委员会申请仲裁，不服裁决提起诉讼。",
    ),
    claims=(
        Claim(item="支付2025年5月至8月拖欠的工资", amount="24,000.00"),
        Claim(item="支付解除劳动合同的经济补偿", amount="21,000.00"),
    ),
    heads=(
        Claim(item="2025年5月至8月工资", amount="24,000.00"),
        Claim(item="解除劳动合同的经济补偿", amount="18,000.00"),
    ),
    instalments=(
        Instalment(number="一", due_on="2026年3月31日前", amount="24,000.00", amount_words="贰万肆仟元整"),
        Instalment(number="二", due_on="2026年4月30日前", amount="18,000.00", amount_words="壹万捌仟元整"),
    ),
    obligations=(),
    clauses=("双方当事人的劳动合同于2025年8月31日解除",),
    settled=("2025年5月至8月的工资", "解除劳动合同的经济补偿"),
    basis="delegated",
    body=INVITED,
    number="赣工诉调协〔2026〕瑞金18号",
    case_number="赣工诉调〔2026〕瑞金31号",
    issued_on="2026年3月5日",
    created="2026-03-05T17:30:00+08:00",
    inviting_court=COURT,
    court_case_number="（2026）赣0781诉前调123号",
    confirmation=Confirmation(
        choice="judicial_confirmation",
        counted_from="2026年3月5日",
        arbitration_body=RUIJIN_ARBITRATION,
        arbitration_last_day="2026年3月20日",
        court=COURT,
        court_last_day="2026年4月7日",
    ),
    place="瑞金市总工会劳动争议调解室",
)
ENTRUSTED_AGREEMENT = replace(
    COURT_AGREEMENT,
    basis="entrusted",
    number="赣工诉调协〔2026〕瑞金19号",
    court_case_number="（2026）赣0781民初456号",
    confirmation=Confirmation(),
)

GROUP_SIZE = 85
_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
_GIVEN = ("堃", "喆昇", "建国", "小兰", "㛃", "永红", "·买买提江", "䶮", "秀英", "𬎆", "志强")
_GROUP_IDS = ("360102199003070014", "360781198501010026", "11010519491231002X")
_CLAIMED, _AGREED = 5_600, 5_000


def _worker(index: int) -> Worker:
    given = _GIVEN[index % len(_GIVEN)]
    name = "阿里木·买买提江" if given.startswith("·") else _SURNAMES[index % len(_SURNAMES)] + given
    return Worker(
        number=str(index + 1),
        name=name,
        id_number=_GROUP_IDS[index % len(_GROUP_IDS)],
        claim="2025年9月至11月工资",
        claimed=f"{_CLAIMED + index * 10:,}.00",
        agreed=f"{_AGREED + index * 10:,}.00",
        due_on="2026年2月10日" if index % 2 else "2026年1月31日",
        account=f"某某银行 62220200000000{index:05d}",
    )


_FIRST = sum(_AGREED + index * 10 for index in range(0, GROUP_SIZE, 2))
_SECOND = sum(_AGREED + index * 10 for index in range(1, GROUP_SIZE, 2))
GROUP_AGREEMENT = replace(
    AGREEMENT,
    basis="peoples",
    body=COMMITTEE,
    number="赣工调协〔2026〕瑞金4号",
    case_number="赣工调〔2026〕瑞金8号",
    issued_on="2026年1月12日",
    created="2026-01-12T15:00:00+08:00",
    applicants=(
        replace(WORKER, name="赵堃", agents=()),
        replace(WORKER, name="钱喆昇", gender="男", id_number="360781198501010026", agents=()),
        replace(WORKER, name="阿里木·买买提江", gender="男", ethnicity="维吾尔族", agents=()),
    ),
    cause="追索劳动报酬",
    received_on="2026年1月4日",
    accepted_on="2026年1月5日",
    facts=(
        "申请人一方八十五人在被申请人处从事电子元件装配，被申请人拖欠2025年9月至11月工资，双方对欠付事实没有争议。",
    ),
    claims=(
        Claim(
            item="支付2025年9月至11月拖欠的工资（八十五人合计）",
            amount=f"{sum(_CLAIMED + i * 10 for i in range(GROUP_SIZE)):,}.00",
        ),
    ),
    payee="附表所列申请人",
    heads=(Claim(item="2025年9月至11月工资", amount=f"{_FIRST + _SECOND:,}.00"),),
    total=f"{_FIRST + _SECOND:,}.00",
    total_words="肆拾陆万零柒佰元整",
    instalments=(
        Instalment(
            number="一",
            due_on="2026年1月31日前",
            amount=f"{_FIRST:,}.00",
            amount_words="贰拾叁万叁仟零陆拾元整",
            condition="附表单号人员",
        ),
        Instalment(
            number="二",
            due_on="2026年2月10日前",
            amount=f"{_SECOND:,}.00",
            amount_words="贰拾贰万柒仟陆佰肆拾元整",
            condition="附表双号人员",
        ),
    ),
    pay_by="银行转账至附表所列账户",
    account=None,
    obligations=(),
    clauses=(),
    settled=("2025年9月至11月的工资",),
    confirmation=Confirmation(
        choice="judicial_confirmation",
        arbitration_body=RUIJIN_ARBITRATION,
        court=COURT,
    ),
    place="瑞金市工人文化宫",
    annex=Annex(
        workers=tuple(map(_worker, range(GROUP_SIZE))),
        count=str(GROUP_SIZE),
        claimed=f"{sum(_CLAIMED + i * 10 for i in range(GROUP_SIZE)):,}.00",
        total=f"{_FIRST + _SECOND:,}.00",
        total_words="肆拾陆万零柒佰元整",
        representatives=("赵堃", "钱喆昇", "阿里木·买买提江"),
    ),
)

COURT_PAPERS = (
    Material(name="起诉状", copies="2", pages="3", form="原件"),
    Material(name="证据材料及目录", copies="1", pages="21", form="复印件"),
    Material(name="送达地址确认书", copies="1", pages="1", form="原件"),
)
REPLY = ReferralReply(
    **COURT_HEAD | {"issued_on": "2026年2月26日", "created": "2026-02-26T09:00:00+08:00"},
    number="赣工诉调函〔2026〕瑞金31号",
    court=COURT,
    court_case_number="（2026）赣0781诉前调123号",
    referral="委派",
    letter_on="2026年2月24日",
    applicants=("欧阳𬎆",),
    respondents=("江西䶮泰精密电子有限公司",),
    cause="追索劳动报酬",
    received_on="2026年2月25日",
    decision="accept",
    signed_on="2026年2月26日",
    period="三十日",
    period_end="2026年3月30日",
    mediators=(MEDIATORS[1],),
    choosing="双方当事人在名册中协商确定",
    materials=COURT_PAPERS,
    contact="熊垚",
    contact_phone="0797-25990000",
)
DECLINING_REPLY = replace(
    REPLY,
    number="赣工诉调函〔2026〕瑞金32号",
    court_case_number="（2026）赣0781诉前调130号",
    decision="decline",
    signed_on="",
    period="",
    period_end="",
    mediators=(),
    choosing="",
    reasons=(Reason(text="调解员陈犇曾担任被申请人的法律顾问，我组织现无其他合适的调解员，存在不适宜接受的情形"),),
)

REPORT = CourtReport(
    **COURT_HEAD,
    number="赣工诉调函〔2026〕瑞金35号",
    court=COURT,
    court_case_number="（2026）赣0781诉前调123号",
    referral="委派",
    applicants=("欧阳𬎆",),
    respondents=("江西䶮泰精密电子有限公司",),
    cause="追索劳动报酬",
    signed_on="2026年2月26日",
    period_end="2026年3月30日",
    mediators=(MEDIATORS[1],),
    course=(
        "2026年2月27日与被申请人取得联系，被申请人同意调解。3月3日、3月5日两次组织双方当事人调解，"
        "调解前已核对身份、告知权利义务和虚假调解的法律后果，双方均填写送达地址确认书。",
    ),
    ended_on="2026年3月5日",
    result="agreed",
    agreement_number="赣工诉调协〔2026〕瑞金18号",
    effective_on="2026年3月5日",
    agreed_sum="42,000.00",
    agreed_sum_words="肆万贰仟元整",
    follow_up="双方当事人拟于2026年4月7日前共同向贵院申请司法确认",
    undisputed=("申请人2023年3月1日入职被申请人处", "被申请人未支付申请人2025年5月至8月工资24,000.00元"),
    materials=(Material(name="调解协议书", copies="1", pages="4", form="原件"), *COURT_PAPERS),
    contact="熊垚",
    contact_phone="0797-25990000",
)
FAILED_REPORT = replace(
    REPORT,
    number="赣工诉调函〔2026〕瑞金36号",
    court_case_number="（2026）赣0781民初456号",
    basis="entrusted",
    referral="委托",
    result="failed",
    agreement_number="",
    effective_on="",
    agreed_sum="",
    agreed_sum_words="",
    follow_up="",
    reasons=(
        Reason(
            text="被申请人明确表示不接受继续调解", article="《最高人民法院关于人民法院特邀调解的规定》第二十六条第二项"
        ),
    ),
    cost_raising=("被申请人两次在约定的调解时间无故不到场",),
    hints=("被申请人厂房正在转租，请注意财产状况",),
    materials=COURT_PAPERS,
)

SAMPLES: Mapping[str, Sample] = {
    "D-03": Sample("D-03", RECEIPT),
    "D-03-complete": Sample("D-03", replace(RECEIPT, supplements=(), supplement_by="")),
    "D-04": Sample("D-04", ACCEPTANCE),
    "D-04-peoples": Sample("D-04", PEOPLES_ACCEPTANCE),
    "D-05": Sample("D-05", REJECTION),
    "D-05b": Sample("D-05b", DECLINED),
    "D-07": Sample("D-07", RIGHTS),
    "D-07-delegated": Sample("D-07", COURT_RIGHTS),
    "D-07-entrusted": Sample("D-07", replace(COURT_RIGHTS, basis="entrusted", period="十五日")),
    "D-10": Sample("D-10", SESSION),
    "D-10-salon": Sample("D-10", SALON),
    "D-12": Sample("D-12", MINUTES),
    "D-12-undisputed": Sample("D-12", UNDISPUTED_MINUTES),
    "D-13": Sample("D-13", TERMINATION),
    "D-13-delegated": Sample(
        "D-13",
        replace(
            TERMINATION,
            **COURT_HEAD | {"issued_on": "2026年3月20日", "created": "2026-03-20T15:00:00+08:00"},
            number="赣工诉调终〔2026〕瑞金6号",
            received_on="2026年2月26日",
            accepted_on="",
            inviting_court=COURT,
            claims=COURT_AGREEMENT.claims,
            course=("我组织于2026年3月3日、3月12日两次组织双方当事人调解，双方当事人均到场，已告知权利义务。",),
            ended_on="2026年3月20日",
            ways=(WayOut(way="申请法律援助", where="瑞金市法律援助中心，电话12348"),),
            refused_to_sign=(),
            limitations=(),
            reasons=(
                Reason(
                    text="双方当事人分歧较大且难以达成调解协议",
                    article="《最高人民法院关于人民法院特邀调解的规定》第二十六条第三项",
                ),
            ),
        ),
    ),
    "D-17": Sample("D-17", AGREEMENT),
    "D-17-enterprise": Sample("D-17", PLAIN_AGREEMENT),
    "D-17-delegated": Sample("D-17", COURT_AGREEMENT),
    "D-17-entrusted": Sample("D-17", ENTRUSTED_AGREEMENT),
    "D-17-group": Sample("D-17", GROUP_AGREEMENT),
    "D-18": Sample("D-18", PROOF),
    "D-18b": Sample("D-18b", SERVED_BY_MAIL),
    "D-18b-left": Sample("D-18b", LEFT_BEHIND),
    "D-18b-failed": Sample("D-18b", NOT_SERVED),
    "D-23b": Sample("D-23b", REPLY),
    "D-23b-decline": Sample("D-23b", DECLINING_REPLY),
    "D-24": Sample("D-24", REPORT),
    "D-24-failed": Sample("D-24", FAILED_REPORT),
}
