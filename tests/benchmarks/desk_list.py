"""The desk's lists at 7,000 and 700,000 cases against bare SQL for the same rows: python -m tests.benchmarks.desk_list [sizes…]

112 parks share the cases; the person measured mediates in one of them. Ours is what the view does: count, rows of one page
with all that a line and its next move need, Python objects included. Bare is the count and the same rows of the same tables
by hand-written SQL, fetched and left as tuples. Both sides run interleaved in one process; medians. Aim: growth <= 1.2.
"""

import sys
from collections.abc import Callable

from tests.benchmarks.common import median, milliseconds, say, set_up, throw_away_database

PARKS, ROUNDS, PAGE = 112, 40, 25
SIZES = (7_000, 700_000)

FILL = """
INSERT INTO cases_dispute (id, park_id, opened_on, partners)
  SELECT n, %(first_park)s + n %% %(parks)s, DATE '2024-01-01' + (n %% 1000)::int, '[]' FROM generate_series(%(low)s, %(high)s) n;
INSERT INTO cases_case (id, dispute_id, track, mode, park_id, room_id, legal_basis, state, outcome, public_code, pin_version,
    source, source_note, oral, cause, request, facts, is_public, green_channel, new_employment_form, common_request, risk,
    received_on, completed_on, accepted_on, number, closed_on, ending_proposed, reopen_reason, due_on, due_clock, sequence,
    chain_head, created_at)
  SELECT n, n, 'park', '', %(first_park)s + n %% %(parks)s, %(first_room)s + n %% %(parks)s, 'local',
    CASE WHEN open THEN (ARRAY['A20','A22','A40','A50','A60','A70','A90'])[1 + (n / 112 %% 7)] ELSE 'A95' END,
    CASE WHEN open THEN '' ELSE 'AGREED' END, 'P' || n, 1, 'visit', '', false, '', '支付拖欠工资', '两个月工资未付',
    false, false, false, false, '', DATE '2026-09-01', DATE '2026-09-01', DATE '2026-09-03', '赣工调〔2026〕测' || n || '号',
    CASE WHEN open THEN NULL ELSE DATE '2026-10-01' END, '', '',
    CASE WHEN open THEN DATE '2026-11-20' + (n %% 30)::int ELSE NULL END, 'CLK-03', 1, '', now()
  FROM (SELECT n, (n / 112) %% %(closed_per_open)s = 0 AS open FROM generate_series(%(low)s, %(high)s) n) rows;
INSERT INTO cases_party (case_id, side, kind, "order", name, sounds, name_note, joint_reason, document_type, id_number, id_hash, phone,
    phone_hash, address, service_address, electronic_service, division_code, safe_contact, language, sex, ethnicity,
    occupation, categories, bank, bank_account, representative, credit_code, no_licence_reason, legal_representative,
    representative_title, employer_type, industry, outcome)
  SELECT n, side, kind, 1, name || n, '', '', '', '', '', '', '', '', '', '', false, '', '', '', '', '', '', '[]', '', '', false, '',
    '', '', '', '', '', ''
  FROM generate_series(%(low)s, %(high)s) n, (VALUES ('applicant', 'worker', '职工'), ('respondent', 'employer', '企业')) s(side, kind, name);
INSERT INTO cases_claimitem (case_id, party_id, code, detail, claimed, performed)
  SELECT p.case_id, p.id, '01', '', 18600, 0 FROM cases_party p
  WHERE p.kind = 'worker' AND p.case_id BETWEEN %(low)s AND %(high)s;
INSERT INTO cases_assignment (case_id, user_id, lane, lead, chosen, answer, since, end_reason)
  SELECT id, %(mediator)s, 'coordinator', true, 'head', 'taken', DATE '2026-09-04', '' FROM cases_case
  WHERE id BETWEEN %(low)s AND %(high)s AND park_id = %(first_park)s AND state IN ('A50', 'A60', 'A70', 'A90');
"""

RELATED = (
    "SELECT * FROM cases_party WHERE case_id = ANY(%s)",
    "SELECT * FROM cases_claimitem WHERE case_id = ANY(%s)",
    "SELECT * FROM cases_consent WHERE case_id = ANY(%s)",
    "SELECT * FROM cases_contactattempt WHERE case_id = ANY(%s)",
    "SELECT a.*, u.* FROM cases_assignment a JOIN accounts_user u ON u.id = a.user_id WHERE a.case_id = ANY(%s)",
    "SELECT * FROM cases_extension WHERE case_id = ANY(%s)",
    "SELECT * FROM cases_suspension WHERE case_id = ANY(%s)",
    "SELECT * FROM cases_meeting WHERE case_id = ANY(%s)",
    "SELECT * FROM cases_agreement WHERE case_id = ANY(%s)",
    "SELECT * FROM cases_handover WHERE case_id = ANY(%s)",
    "SELECT * FROM cases_confirmation WHERE case_id = ANY(%s)",
)


def fill(cursor: object, low: int, high: int, **ids: int) -> None:
    """Rows low…high. The share of closed cases rises with the size: open work is bounded by the people, not by history."""
    closed_per_open = 5 if high <= SIZES[0] else 100
    cursor.execute(FILL, {"low": low, "high": high, "parks": PARKS, "closed_per_open": closed_per_open, **ids})  # type: ignore[attr-defined]
    cursor.execute("VACUUM ANALYZE")  # type: ignore[attr-defined]  # as autovacuum leaves tables that grew by the day


def main(sizes: tuple[int, ...]) -> None:
    from django.core.paginator import Paginator
    from django.db import connection

    from cases.models import Case
    from cases.screens.desk.rows import rows_by_pk
    from cases.services.search import Wish, find
    from cases.services.worklist import Desk
    from mediation.parks.models import Park, Room
    from mediation.parks.rights import remember_rights
    from mediation.parks.roles import Role
    from tests.mediation.factories import RoomFactory, appointed

    for number in range(PARKS):
        RoomFactory(park__division_code=f"36{number // 50 + 1:02d}{number % 50 + 21}")
    first_park = Park.objects.order_by("pk").values_list("pk", flat=True)[0]
    first_room = Room.objects.order_by("pk").values_list("pk", flat=True)[0]
    mediator = appointed(Role.COORDINATOR, Park.objects.get(pk=first_park))

    def case_list() -> int:
        found = find(Case.objects.in_parks_of(mediator), Wish())
        page = Paginator(found.values_list("pk", flat=True), PAGE).get_page(1)
        return len(rows_by_pk(page.object_list, mediator)) + page.paginator.count

    def worklist() -> int:
        return sum(cases.count() for cases in Desk(mediator).bands.values())

    def bare() -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM cases_case WHERE park_id = ANY(%s)", [[first_park]])
            count = int(cursor.fetchone()[0])
            cursor.execute(
                "SELECT c.*, p.*, r.*, d.* FROM cases_case c JOIN parks_park p ON p.id = c.park_id"
                " JOIN parks_room r ON r.id = c.room_id JOIN cases_dispute d ON d.id = c.dispute_id"
                " WHERE c.park_id = ANY(%s) ORDER BY c.id DESC LIMIT %s",
                [[first_park], PAGE],
            )
            keys = [row[0] for row in cursor.fetchall()]
            for statement in RELATED:
                cursor.execute(statement, [keys])
                cursor.fetchall()
            return len(keys) + count

    done = 0
    lists: dict[int, float] = {}
    for size in sizes:
        with connection.cursor() as cursor:
            fill(cursor, done + 1, size, first_park=first_park, first_room=first_room, mediator=mediator.pk)
        done = size
        acts: dict[str, Callable[[], int]] = {"list": case_list, "bare SQL": bare, "bands of the worklist": worklist}
        times: dict[str, list[float]] = {name: [] for name in acts}
        with remember_rights():
            for _ in range(ROUNDS):
                for name, act in acts.items():
                    times[name].append(milliseconds(act))
        say(f"{size:>9,} cases, {size // PARKS:>6,} in the park")
        for name, samples in times.items():
            say(f"    {name:<24} median {median(samples):8.2f} ms   min {min(samples):8.2f} ms")
        say(f"    ratio bare / list        {median(times['bare SQL']) / median(times['list']):8.2f}")
        lists[size] = median(times["list"])
    if len(lists) > 1:
        say(f"growth of the list from {sizes[0]:,} to {sizes[-1]:,} cases: {lists[sizes[-1]] / lists[sizes[0]]:.2f}")


if __name__ == "__main__":
    set_up()
    with throw_away_database():
        main(tuple(int(size) for size in sys.argv[1:]) or SIZES)
