"""Sending one of our forms once, with the refusals of a verb shown in the form."""

from collections.abc import Callable

from common.forms import ForumForm
from common.idempotency import KeyReused, once
from common.policies import SignedInRequest


def sent(request: SignedInRequest, form: ForumForm, act: Callable[[], object]) -> bool:
    """Whether the form was good and ``act`` was done, now or when it was sent before.

    A ValueError of the verb is a sentence for whoever sent the form.
    """
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        with once(
            form.key, actor=request.user, body={**form.content, "at": request.path}
        ) as attempt:
            if not attempt.repeated:
                act()
    except (KeyReused, ValueError) as error:
        form.add_error(None, str(error))
        return False
    return True
