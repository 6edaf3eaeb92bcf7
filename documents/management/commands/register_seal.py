"""Enter the electronic seal of a room whose key lies in SEALS_DIR or in the cryptographic device."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from documents import sealing
from mediation.parks.models import Room


class Command(BaseCommand):
    help = "Enter the electronic seal of a room. The key itself stays in its file or device."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("room", help="short name of the room")
        parser.add_argument("key", help="name of the key file without .p12, or label of the key in the device")
        parser.add_argument("--token", action="store_true", help="the key is in the device (PKCS#11)")

    def handle(self, *args: Any, **options: Any) -> None:
        room = Room.objects.filter(short_name=options["room"]).first()
        if room is None:
            raise CommandError(f"No room is called {options['room']}")
        try:
            seal = sealing.register(room, name=room.seal_name or room.name, key=options["key"], token=options["token"])
        except (sealing.CannotSeal, OSError) as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(f"{seal.name}: {seal.subject}, {seal.valid_from} - {seal.valid_to}")
