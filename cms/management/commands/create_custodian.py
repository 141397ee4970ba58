"""Let somebody run the Forum: ``manage.py create_custodian EMAIL``."""

import getpass
import secrets
import sys
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.services import make_custodian


class Command(BaseCommand):
    """Make a custodian, or give an existing account a custodian's rights."""

    help = (
        "Make a custodian. A new account gets a password: typed twice at a terminal, read from "
        "standard input with --password-stdin, or else made up and printed once."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="The address they sign in with.")
        parser.add_argument(
            "--password-stdin",
            action="store_true",
            help="Read the password from the first line of standard input.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        email = options["email"].strip()
        known = get_user_model().objects.filter(email__iexact=email).exists()
        password, made_up = None, False
        if options["password_stdin"]:
            password = sys.stdin.readline().rstrip("\r\n")
            if not password:
                raise CommandError("Standard input was empty: no password was given.")
        elif not known:
            password = self.ask() if sys.stdin and sys.stdin.isatty() else None
            if not password:
                password, made_up = secrets.token_urlsafe(15), True
        try:
            user, new = make_custodian(email=email, password=password)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(
            f"{user.email} is a custodian, with a new account."
            if new
            else f"{user.email} is a custodian. The account was there already."
        )
        if made_up:
            self.stdout.write(f"Password, shown this once: {password}")

    def ask(self) -> str:
        """A password typed twice; nothing typed asks for one to be made up."""
        first = getpass.getpass("Password (leave empty to have one made up): ")
        if first and getpass.getpass("The same again: ") != first:
            raise CommandError("The two passwords were not the same.")
        return first
