"""What to do next in a round, for whoever looks."""

from typing import Any

from django.urls import reverse

from profiles.choices import Role
from profiles.policies import is_signed_in

from ..choices.rounds import JOINING, RoundState
from ..models import Round
from ..queries import rounds as queries
from ..words import rounds as round_words

R = RoundState


def steps_for(user: Any, round_: Round) -> list[dict[str, str]]:
    """Sentences with a link: as an applicant, as a host, or for somebody who is neither."""
    steps = []
    if is_signed_in(user):
        steps = [*_applicant(user, round_), *_host(user, round_), *_steward(user, round_)]
    if round_.is_published:
        steps.append(
            {
                "title": "The results are out",
                "text": "In numbers, without names, and with all that is needed to check them.",
                "url": reverse("matching:round_report", args=[round_.slug]),
                "action": "See the result in numbers",
            }
        )
    elif round_.state == R.PUBLISH and queries.taken_back(round_):
        steps.append(
            {
                "title": "The results were taken back",
                "text": "They count no more. New ones follow, and we write to everybody then.",
                "url": reverse("matching:round_report", args=[round_.slug]),
                "action": "See why",
            }
        )
    if not steps and round_.state in (R.ANNOUNCE, R.POST):
        phase = round_words.phase_of(round_, R.POST)
        until = f" until {round_words.moment_in_words(phase.closes_at)}" if phase else ""
        steps.append(
            {
                "title": "Would you like a placement?",
                "text": f"Apply to the placements below that you would take{until}. Then you rank them.",
                "url": "#placements",
                "action": "See the placements",
            }
        )
    return steps


def _applicant(user: Any, round_: Round) -> list[dict[str, str]]:
    part = queries.my_part(round_, user)
    if part.result is not None:
        return [
            {
                "title": "Your result is out",
                "text": "",
                "url": reverse("matching:round_result", args=[round_.slug]),
                "action": "See it, and why",
            }
        ]
    if not part.chosen and not part.others:
        return []
    if part.can_rank:
        phase = round_words.phase_of(round_)
        until = f" until {round_words.moment_in_words(phase.closes_at)}" if phase else ""
        said = len(part.chosen)
        return [
            {
                "title": f"You have ranked {said}" if said else "Say what you want most",
                "text": f"You can change your list as often as you like{until}.",
                "url": reverse("matching:ranking", args=[round_.slug]),
                "action": "Change your list" if said else "Rank your placements",
            }
        ]
    ranking = round_words.phase_of(round_, R.RANK)
    if ranking and round_.state in (R.PLANNED, R.ANNOUNCE, R.POST):
        return [
            {
                "title": "You are in this round",
                "text": f"You rank what you applied to from {round_words.span(ranking)}. We write to you.",
                "url": "",
                "action": "",
            }
        ]
    return [
        {
            "title": "Your list is in",
            "text": "We write to you when the results are out.",
            "url": reverse("matching:ranking_saved", args=[round_.slug]),
            "action": "See what is saved",
        }
    ]


def _steward(user: Any, round_: Round) -> list[dict[str, str]]:
    if round_.steward_id is None or round_.steward_id != user.pk or round_.is_over:
        return []
    return [
        {
            "title": "You are the steward of this round",
            "text": "You decide what no custodian free of conflict decided within seven days.",
            "url": reverse("matching:round_steward", args=[round_.slug]),
            "action": "See what waits",
        }
    ]


def _host(user: Any, round_: Round) -> list[dict[str, str]]:
    rows = queries.host_places(round_, user)
    leads = any(row.role == Role.LEAD for row in user.memberships.all())
    if not rows and round_.state in JOINING and leads:
        return [
            {
                "title": "Would you like somebody to come to you?",
                "text": "Put a placement into this round until applicants begin to rank.",
                "url": reverse("matching:hosting", args=[round_.slug]),
                "action": "Your placements in this round",
            }
        ]
    if not rows:
        return []
    missing = sum(row.can_tier and row.tiered < row.applicants for row in rows)
    if round_.is_published:
        title = "See who comes to you"
    elif missing:
        title = f"Say whom you would take: {missing} placement{'' if missing == 1 else 's'} to do"
    else:
        title = "You have placements in this round"
    return [
        {
            "title": title,
            "text": "",
            "url": reverse("matching:hosting", args=[round_.slug]),
            "action": "Your placements in this round",
        }
    ]
