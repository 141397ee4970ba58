"""Sending one of our forms once, with the refusals of a verb shown in the form."""

from collections.abc import Callable

from common.forms import ForumForm
from common.idempotency import KeyReused, once
from common.policies import SignedInRequest
from common.stale import ChangingForm, StaleEdit


def sent(
    request: SignedInRequest,
    form: ForumForm,
    act: Callable[[], object],
    *,
    now: Callable[[], ChangingForm] | None = None,
    beside: str | None = None,
) -> bool:
    """Whether the form was good and ``act`` was done, now or when it was sent before.

    ``now`` holds what is to be changed and makes its form afresh: when that is not what the page
    showed, nothing is done. A ValueError of the verb is a sentence for whoever sent the form, on top
    or at the field it names (its own ``field``, or ``beside``).
    """
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        with once(
            form.key, actor=request.user, body={**form.content, "at": request.path}
        ) as attempt:
            if not attempt.repeated:
                if now is not None and isinstance(form, ChangingForm):
                    form.demand_fresh(now())
                act()
    except StaleEdit as error:
        assert isinstance(form, ChangingForm)
        form.refuse_stale(error)
    except KeyReused as error:
        form.add_error(None, str(error))
    except ValueError as error:
        form.add_error(getattr(error, "field", beside), str(error))
    else:
        return True
    return False
