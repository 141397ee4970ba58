"""Post a past one again."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from common.forms import ForumForm
from common.idempotency import KeyReused, once
from common.policies import SignedInRequest, demand, requires

from .. import policies, queries, services
from .wizard_steps import step_url, steps_for


@requires(policies.may_draft, row="P073")
def again(request: SignedInRequest, kind: str, slug: str) -> HttpResponse:
    """Say what is taken over, and make the draft."""
    thing = (
        queries.MODELS[kind]
        .objects.select_related("organisation__state", "state")
        .filter(slug=slug)
        .first()
    )
    if thing is None:
        raise Http404("We could not find that, or you cannot see it.")
    demand(policies.may_copy(request.user, thing), hidden=True)
    in_full = thing.is_proposal and "full" in request.GET
    form = ForumForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            with once(form.key, actor=request.user, body=request.POST) as attempt:
                if not attempt.repeated:
                    made = services.post_again(thing, by=request.user, in_full=in_full)
                    attempt.answer = step_url(kind, made.slug, steps_for(kind, made)[0].name)
            messages.success(request, "Here is a new draft. Change what is different this time.")
            return redirect(attempt.answer)
        except KeyReused as error:
            form.add_error(None, str(error))
    context = {
        "form": form,
        "opportunity": thing,
        "page_heading": "Make a full challenge of it" if in_full else "Post it again",
        "page_kind": thing.title,
        "page_lede": "This makes a new draft with the same words, skills and tags. The dates, and "
        "who supervises, you give anew. What is here stays as it is.",
        "submit": "Make a new draft",
        "cancel_url": thing.get_absolute_url(),
    }
    status = 422 if form.is_bound else 200
    return render(request, "opportunities/post_again.html", context, status=status)
