"""Random names for the published instance: they tell nothing, and the lottery draws by them."""

import secrets

from ...models import Round, RoundEntrant, RoundHost, RoundPlace, RoundSupervisor, RoundTeam

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


def new_key(round_: Round, letter: str) -> str:
    """A key that nobody and nothing in this round has: a letter for the kind, and six at random."""
    while True:
        key = f"{letter}-{''.join(secrets.choice(LETTERS) for _ in range(6))}"
        taken = any(
            model.objects.filter(round=round_, key=key).exists()
            for model in (RoundEntrant, RoundPlace, RoundHost, RoundTeam)
        )
        if not taken and not RoundSupervisor.objects.filter(host__round=round_, key=key).exists():
            return key
