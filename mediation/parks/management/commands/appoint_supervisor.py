"""Appoint the first union supervisor of a new installation; everybody else is appointed on the screens."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from mediation.accounts.models import User
from mediation.accounts.services import open_account
from mediation.parks.appointments import write_appointment
from mediation.parks.models import Appointment
from mediation.parks.roles import Role

WHOLE_PROVINCE = "36"


class Command(BaseCommand):
    help = "Open an account (when there is none) and appoint it union supervisor of an area, the province by default."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--name", default="", help="Needed when the account is to be opened")
        parser.add_argument("--area", default=WHOLE_PROVINCE, help="First 2, 4 or all 6 digits of a division code")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(username=options["username"]).first()
        if user is None:
            if not options["name"]:
                raise CommandError("There is no such account; give --name to open it.")
            user, password = open_account(username=options["username"], name=options["name"])
            self.stdout.write(f"Initial password, to be changed at the first sign-in: {password}")
        if not Appointment.objects.filter(user=user, role=Role.SUPERVISOR, area=options["area"]).on(
            timezone.localdate()
        ):
            write_appointment(
                user=user,
                role=Role.SUPERVISOR,
                place=options["area"],
                by=None,
                staffing=Appointment.Staffing.FULL_TIME,
                valid_from=timezone.localdate(),
            )
        self.stdout.write(f"{user.username} supervises area {options['area']}.")
