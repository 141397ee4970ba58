"""The public list of actions, and what an owner does with their own."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from common.pages import paginate
from common.policies import SignedInRequest, demand, public, requires
from profiles.policies import is_signed_in

from ..forms.actions import HowForm
from ..models import Action
from ..policies.notes import may_settle
from ..queries import actions as reads
from ..services.actions import say_how
from .found_rows import done, found, status_of


@public("Only actions of published notes, with names by consent.", row="P134")
@require_safe
def actions(request: HttpRequest) -> HttpResponse:
    """What the Forum said it would do and has not done yet."""
    page = paginate(request, reads.public_open(), 50)
    rows = reads.lines(page)
    context = {
        "page": page,
        "asked": [row for row in rows if row["asks"]],
        "rows": [row for row in rows if not row["asks"]],
        "crumbs": [
            {"title": "Home", "url": "/"},
            {"title": "Meetings", "url": "/meetings/"},
            {"title": "Actions"},
        ],
    }
    return render(request, "community/action_list.html", context)


@requires(is_signed_in, row="P135")
@require_safe
def my_actions(request: SignedInRequest) -> HttpResponse:
    """What the reader has to do, from every meeting."""
    context = {"rows": reads.own_open(request.user), "crumbs": _crumbs("My actions")}
    return render(request, "community/my_actions.html", context)


@requires(is_signed_in, row="P135")
def my_action(request: SignedInRequest, pk: int) -> HttpResponse:
    """One of them: say how it stands, or that it is done."""
    row: Any = found(Action.objects.with_age().select_related("meeting", "item"), pk)
    demand(may_settle(request.user, row))
    form = HowForm(request.POST or None, row=row)
    held = Action.objects.select_for_update(of=("self",))
    if done(
        request,
        form,
        lambda: say_how(row, by=request.user, **form.content),
        now=lambda: HowForm(row=held.get(pk=row.pk)),
    ):
        messages.success(request, "Saved. Thank you for saying.")
        return redirect("community:my_actions")
    context = {"row": row, "form": form, "crumbs": _crumbs("One action")}
    return render(request, "community/my_action.html", context, status=status_of(form))


def _crumbs(here: str) -> list[dict[str, str]]:
    way = [{"title": "Your page", "url": "/me/"}]
    if here != "My actions":
        way.append({"title": "My actions", "url": "/me/actions/"})
    return [*way, {"title": here}]
