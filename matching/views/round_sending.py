"""Sending a form of a round once: what its verbs refuse is shown in the form, with the right status."""

from collections.abc import Callable
from typing import Any

from common.forms import ForumForm
from common.idempotency import KeyReused, once
from common.policies import SignedInRequest
from common.stale import ChangingForm, StaleEdit
from common.states import IllegalMove

from ..services.rounds import Refused, StaleList


def carried_out(
    request: SignedInRequest,
    form: ForumForm,
    act: Callable[[], Any],
    *,
    about: str = "",
    now: Callable[[], ChangingForm] | None = None,
    stale: Callable[[StaleList], None] | None = None,
    fields: dict[str, str] | None = None,
) -> bool:
    """Whether the form was good and ``act`` was done, now or when it was sent before.

    ``about`` tells apart what one form of a page can be sent for. ``now`` makes an editing form
    afresh, ``stale`` says in the form what was saved meanwhile. ``fields`` maps names that a verb
    uses to those of the form. A refusal leaves its status in ``form.status_code``.
    """
    form.status_code = 422 if form.is_bound else 200  # type: ignore[attr-defined]
    if request.method != "POST" or not form.is_valid():
        return False
    body = {**form.content, "at": request.path, "about": about}
    try:
        with once(form.key, actor=request.user, body=body) as attempt:
            if not attempt.repeated:
                if now is not None and isinstance(form, ChangingForm):
                    form.demand_fresh(now())
                act()
    except StaleEdit as error:
        assert isinstance(form, ChangingForm)
        form.refuse_stale(error)
        form.status_code = 409  # type: ignore[attr-defined]
    except StaleList as error:
        if stale is None:
            form.add_error(None, str(error))
        else:
            stale(error)
        form.status_code = 409  # type: ignore[attr-defined]
    except IllegalMove as error:
        form.add_error(None, str(error))
        form.status_code = 409  # type: ignore[attr-defined]
    except Refused as error:
        name = (fields or {}).get(error.field, error.field)
        form.add_error(name if name in form.fields else None, str(error))
    except KeyReused as error:
        form.add_error(None, str(error))
    else:
        return True
    return False


def status(form: ForumForm) -> int:
    """With which HTTP status a page shows this form."""
    return getattr(form, "status_code", 422 if form.is_bound else 200)


def number_of(text: str) -> int:
    """The number a button names; 0 for nonsense, which no row has."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 18 else 0
