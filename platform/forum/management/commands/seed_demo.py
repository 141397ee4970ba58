"""Build the demo region, once."""

import time

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.test.utils import override_settings

from common.outbox import run_due
from forum.demo import (
    accounts,
    applications,
    beginnings,
    bookings,
    consultations,
    events,
    hosting,
    meetings,
    met,
    notes,
    outcomes,
    pages,
    placements,
    removal,
    rings,
    rounds,
    seed,
    teams,
    together,
    work,
)


class Command(BaseCommand):
    """``manage.py seed_demo``: invented organisations, people, offers and opportunities."""

    help = "Build the demo region through the site's own services. Doing it twice changes nothing."

    def handle(self, *args, **options) -> None:
        """Build it step by step, saying what is done and how long it took."""
        if not settings.FORUM_DEMO:
            raise CommandError("The demo region is only for demonstrations: FORUM_DEMO is off.")
        if seed.is_there():
            self.stdout.write("The demo region is there already.")
            return
        if seed.is_half_there():
            self.stdout.write("An earlier try was broken off: removing what it left.")
            removal.remove()
        # Mails of invented people stay on the demo mail page instead of filling the console.
        with override_settings(FORUM_MAIL_BACKEND="django.core.mail.backends.dummy.EmailBackend"):
            self._build()
        self.stdout.write(f"Sign in with the password {accounts.PASSWORD}:")
        for who, email in accounts.SIGN_INS:
            self.stdout.write(f"  {email}  {who}")

    def _build(self) -> None:
        from matching.services import run_whole

        region = seed.begin()
        story = None
        for name, step in (
            ("24 organisations", seed.build_organisations),
            ("120 people", seed.build_people),
            ("40 offers", work.build_offers),
            ("60 opportunities", work.build_opportunities),
            ("a proposal, a draft with help", beginnings.build_beginnings),
            ("two organisations in one", together.build_together),
            ("3 met at a meeting", met.build_met),
            ("2 meetings", meetings.build_meetings),
            ("notes of one", notes.build_notes),
            ("bookings for one", bookings.build_bookings),
            ("7 events", events.build_events),
            ("2 stories, 2 pieces of news", pages.build_pages),
            ("two consultations", consultations.build_consultations),
            ("offers to host", hosting.build_hosting),
        ):
            self._timed(name, lambda step=step: step(region))
        story = work.begin_story(region)
        self._timed("matches", lambda: run_whole(trigger="command"))
        self._timed("introductions", lambda: work.build_introductions(region))
        work.end_story(story)
        self._timed("3 outcomes", lambda: outcomes.build_outcomes(region))
        self._timed("a conversation", outcomes.build_talk)
        self._timed("rings", lambda: rings.build_rings(region))
        self._timed("a lunch", lambda: bookings.build_lunch(region))
        self._timed("20 applications", lambda: applications.build_applications(region))
        self._timed("a team", lambda: teams.build_team(region))
        self._timed("placements", lambda: placements.build_placements(region))
        base = settings.PUBLIC_BASE_URL
        self._timed("two letters", lambda: hosting.build_letters(region, base=base))
        self._timed("2 rounds", lambda: rounds.build_rounds(region))
        self._timed("mails and other work", self._drain)
        seed.finish()

    def _drain(self) -> None:
        while run_due(limit=500):
            pass

    def _timed(self, name: str, step) -> None:
        began = time.monotonic()
        step()
        self.stdout.write(f"  {name}: {time.monotonic() - began:.1f} s")
        self.stdout.flush()
