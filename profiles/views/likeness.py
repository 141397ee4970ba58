"""Asking whoever names an organisation whether it is one that is here already."""

from common import idempotency
from common.policies import SignedInRequest

from ..forms.organisations import MayBeHere
from ..models import Organisation
from ..queries.lookalikes import lookalikes


def near_ones(
    request: SignedInRequest, form: MayBeHere, *, renaming: Organisation | None = None
) -> list[tuple[Organisation, str]]:
    """Those here that may be the same, until the sender has said that none is; the form then asks.

    Only what the sender may see: that an unconfirmed organisation is here is not theirs to know.
    """
    if request.method != "POST" or not form.is_valid() or request.POST.get("none_of_these"):
        return []
    if not idempotency.is_new(form.key, actor=request.user):
        return []
    said = form.cleaned_data
    name = said.get("name", "")
    if not name or (renaming is not None and renaming.name == name):
        return []
    found = lookalikes(
        Organisation.objects.visible_to(request.user),
        name=name,
        website="" if renaming else said.get("website", ""),
        email_domains="" if renaming else said.get("email_domains", ""),
        leaving_out=renaming.pk if renaming else None,
    )
    if found:
        form.ask_whether_new(
            label="It is none of these: save it" if renaming else "It is none of these: add it"
        )
    return found
