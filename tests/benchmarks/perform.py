"""`perform` against hand-written SQL of the same writes, one run, interleaved: python -m tests.benchmarks.perform [rounds]

Both sides lock the case row, insert the event with its hash, and update the case, each in a transaction of its own.
`perform` also checks rights, guards and answers, runs effects and computes the next limit. Aim: hand / perform >= 0.4.
"""

import hashlib
import json
import sys
from datetime import timedelta

from tests.benchmarks.common import median, milliseconds, say, set_up, throw_away_database


def main(rounds: int) -> None:
    from django.db import connection, transaction
    from django.utils import timezone

    from cases.models import Case
    from cases.services import actors, intake
    from cases.services.perform import perform
    from mediation.parks.models import RoomBasis
    from mediation.parks.rights import remember_rights
    from mediation.parks.roles import Role
    from tests.mediation.factories import RoomFactory, appointed

    room = RoomFactory(short_name="测速")
    RoomBasis.objects.create(room=room, basis="local", valid_from="2020-01-01")
    head = appointed(Role.ROOM_HEAD, room.park)
    today = timezone.localdate()

    def case() -> Case:
        return intake.register(
            intake.QuickIntake(
                applicant="刘某",
                phone="13800000000",
                employer="某电子公司",
                claim_codes=("01",),
                request="支付拖欠工资",
                facts="两个月工资未付",
            ),
            room=room,
            user=head,
            again=True,
        )

    def by_hand(row: Case) -> None:
        now = timezone.now()
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT state, sequence, chain_head, room_id, moved_on FROM cases_case WHERE id = %s FOR UPDATE",
                [row.pk],
            )
            state, sequence, chain, room_id, _ = cursor.fetchone()
            data = json.dumps({"reply_due_on": str(today + timedelta(days=3))})
            fields = [row.pk, sequence + 1, "seek_consent", state, "A22", str(today), data, chain]
            digest = hashlib.sha256(json.dumps(fields).encode()).hexdigest()
            cursor.execute(
                'INSERT INTO cases_caseevent (case_id, sequence, code, from_state, to_state, "on", at, actor_id, party_id,'
                " role, room_id, data, previous_hash, hash)"
                " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, NULL, %s, %s, %s, %s, %s) RETURNING id",
                [
                    row.pk,
                    sequence + 1,
                    "seek_consent",
                    state,
                    "A22",
                    today,
                    now,
                    head.pk,
                    "负责人",
                    room_id,
                    data,
                    chain,
                    digest,
                ],
            )
            cursor.execute(
                "UPDATE cases_case SET state = 'A22', reply_due_on = %s, sequence = %s, chain_head = %s, moved_on = %s"
                " WHERE id = %s",
                [today + timedelta(days=3), sequence + 1, digest, today, row.pk],
            )

    ours: list[float] = []
    hand: list[float] = []
    with remember_rights():
        by = actors.staff(case(), head)
        for _ in range(rounds):
            mine, theirs = case(), case()
            ours.append(milliseconds(lambda row=mine: perform(row, "seek_consent", by=by, reply_due_on=today)))  # type: ignore[misc]
            hand.append(milliseconds(lambda row=theirs: by_hand(row)))  # type: ignore[misc]
    say(f"perform  median {median(ours):7.2f} ms  min {min(ours):7.2f} ms  ({rounds} rounds)")
    say(f"hand SQL median {median(hand):7.2f} ms  min {min(hand):7.2f} ms")
    say(f"ratio hand / perform: {median(hand) / median(ours):.2f} by medians, {min(hand) / min(ours):.2f} by minima")


if __name__ == "__main__":
    set_up()
    with throw_away_database():
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
