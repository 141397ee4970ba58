"""A custodian reads what was sent in, and publishes it or hands it back."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from common.policies import SignedInRequest, requires
from common.states import IllegalMove
from matching.policies import is_broker
from profiles.views.sending import sent

from .. import policies, queries, services
from ..choices import OutcomeState
from ..forms import VerifyForm
from ..named import line
from .outcomes import NOT_THERE
from .own import status_of


@requires(is_broker, row="P120")
def decide(request: SignedInRequest, pk: int) -> HttpResponse:
    """Read it, check that it names nobody, say what it is evidence for."""
    row = queries.one_outcome(pk)
    if row is None:
        raise Http404(NOT_THERE)
    initial = {
        "node": row.node_id,
        "strands": [one.pk for one in row.strands.all()],
        "priorities": [one.pk for one in row.priorities.all()],
    }
    form = VerifyForm(request.POST if request.method == "POST" else None, initial=initial)

    def act() -> None:
        said = form.content
        if said["decision"] == "publish":
            services.verify(
                row,
                by=request.user,
                node=said["node"],
                strands=said["strands"],
                priorities=said["priorities"],
            )
        else:
            services.hand_back(row, by=request.user, reason=said["reason"])

    try:
        if sent(request, form, act):
            messages.success(request, "Noted. Those who were in it are told.")
            return redirect("/desk/")
    except IllegalMove as error:
        form.add_error(None, str(error))
        form.refused = True  # type: ignore[attr-defined]
    consents = list(row.consents.all())
    context = {
        "form": form,
        "outcome": row,
        "line": line(row),
        "waits": row.state == OutcomeState.WAITING,
        "may": policies.may_verify(request.user, row),
        "silent": sum(one.may_publish is None for one in consents),
        "refused": sum(one.may_publish is False for one in consents),
        "crumbs": [{"title": "The desk", "url": "/desk/"}, {"title": row.title}],
    }
    return render(request, "impact/desk_outcome.html", context, status=status_of(form))
