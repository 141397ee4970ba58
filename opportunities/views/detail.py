"""One opportunity: for everybody, and to its owners also where it stands."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template import engines
from django.template.backends.django import DjangoTemplates
from django.urls import reverse

from common.forms import new_key
from common.idempotency import once
from common.policies import SignedInRequest, demand, public, requires, signed_in
from common.states import IllegalMove
from mission.points import points_of, saved_points
from profiles.models import User
from profiles.policies import leads, speaks_for

from .. import policies, queries, services, words
from ..choices import Kind, Lifecycle
from ..forms import EndForm
from ..policies_of_applications import may_list_applications
from ..queries.applications import alive_of, applied
from ..queries.partners import about_partners
from .interest import about_interest
from .visible import visible


def has_suggestions() -> bool:
    """Whether the matcher's panels are there to be drawn."""
    backend = engines["django"]
    return isinstance(backend, DjangoTemplates) and "matching_panels" in backend.engine.libraries


@public("may_see decides on the object: drafts answer 404 to strangers.", row="P057")
def opportunity(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """The page of one opportunity."""
    thing = visible(request, kind, slug)
    user = request.user
    if isinstance(user, User):
        prefetch_related_objects([user], "memberships")  # a dozen questions below ask for them
    held, wanted = queries.reader_skills(user)
    owner = signed_in(user) and (
        speaks_for(user, thing.organisation)
        or user.pk in (thing.state.submitted_by_id, thing.state.supervisor_id)
    )
    # Its owners see what they last wrote until a custodian has published something.
    shown = thing if thing.live else thing.get_latest_revision_as_object()
    lead = owner and leads(user, thing.organisation)
    context: dict[str, Any] = {
        "opportunity": shown,
        "held": held,
        "wanted": wanted,
        "owner": owner,
        "standing": queries.standing(thing) if owner else None,
        "reads_applications": thing.live and owner and may_list_applications(user, thing),
        "may_edit": owner and policies.may_edit(user, thing),
        "may_close": lead and thing.live,
        "may_extend": signed_in(user)
        and thing.closes is not None
        and thing.state.lifecycle in (Lifecycle.OPEN, Lifecycle.FILLED)
        and policies.may_extend(user, thing),
        "may_decide": signed_in(user) and not thing.live and policies.may_decide(user, thing),
        "asked_to_supervise": owner
        and policies.may_accept_supervision(user, thing)
        and thing.state.supervisor_accepted_at is None,
        "mine": alive_of(user, thing),
        "is_open": thing.live and thing.state.lifecycle == Lifecycle.OPEN,
        "points": saved_points("opportunities", thing.pk) if thing.live else points_of(shown),
        "others": queries.public_neighbours(thing),
        "has_suggestions": has_suggestions(),
        "structured_data": None,
        "list_url": reverse(f"opportunities:{kind}s"),
    }
    if signed_in(user):
        context |= about_partners(user, thing)
    if thing.live and (kind == Kind.CHALLENGE or thing.tentative):
        context |= about_interest(request, thing, owner=owner)
    if context["is_open"]:
        context["structured_data"] = words.job_posting(thing, base_url=settings.PUBLIC_BASE_URL)
    return render(request, "opportunities/opportunity_detail.html", context)


@requires(signed_in, row="P071")
def end(request: SignedInRequest, kind: str, slug: str) -> HttpResponse:
    """Close it or call it off, after asking once."""
    thing = visible(request, kind, slug)
    demand(policies.may_close(request.user, thing), hidden=not thing.live)
    form = EndForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            with once(form.key, actor=request.user, body=request.POST) as attempt:
                if not attempt.repeated:
                    verb = services.close if form.content["how"] == "closed" else services.cancel
                    verb(thing, by=request.user, reason=form.content["reason"])
                    attempt.answer = reverse("opportunities:mine")
        except IllegalMove as error:
            form.add_error(None, str(error))
            status = 409
        else:
            messages.success(request, f"“{thing.title}” has ended. Those concerned are told.")
            return redirect(attempt.answer)
    elif form.is_bound:
        status = 422
    context = {
        "form": form,
        "opportunity": thing,
        "page_heading": "Close it",
        "page_kind": thing.title,
        "page_lede": "It stays findable, but nobody new is pointed to it. This cannot be undone.",
        "submit": "End it",
        "cancel_url": thing.get_absolute_url(),
    }
    return render(request, "opportunities/opportunity_end.html", context, status=status)


@requires(signed_in, row="P066")
def withdraw(request: SignedInRequest, kind: str, slug: str) -> HttpResponse:
    """Take back what waits, to change it."""
    thing = visible(request, kind, slug)
    demand(policies.may_submit(request.user, thing), hidden=not thing.live)
    if request.method == "POST":
        try:
            services.withdraw(thing, by=request.user)
        except IllegalMove as error:
            messages.warning(request, str(error))
        return redirect(f"opportunities:{kind}_edit", slug=slug)
    return render(request, "opportunities/opportunity_withdraw.html", {"opportunity": thing})


@requires(signed_in, row="P066")
def supervise(request: SignedInRequest, slug: str) -> HttpResponse:
    """Accept or decline to supervise a placement."""
    thing = visible(request, "placement", slug)
    demand(policies.may_accept_supervision(request.user, thing), hidden=not thing.live)
    if request.method == "POST":
        if request.POST.get("answer") == "yes":
            services.accept_supervision(thing, by=request.user)
            messages.success(request, "Thank you. You are its supervisor.")
        elif request.POST.get("answer") == "no":
            services.decline_supervision(thing, by=request.user)
            messages.success(request, "We tell them that somebody else is needed.")
            return redirect("opportunities:mine")
        return redirect(thing.get_absolute_url())
    return render(
        request,
        "opportunities/placement_supervise.html",
        {"opportunity": thing, "key": new_key()},
    )


@requires(signed_in, row="P058")
def mine(request: SignedInRequest) -> HttpResponse:
    """All that I sent in or speak for, by where it stands."""
    shelves: dict[str, list[Any]] = {title: [] for title, _ in SHELVES}
    many = applied(request.user)
    for row, standing in queries.mine(request.user):
        item = {"opportunity": row, "standing": standing, "applied": many.get(row.pk, 0)}
        for title, stages in SHELVES:
            if standing.stage in stages:
                shelves[title].append(item)
    return render(
        request,
        "opportunities/my_opportunities.html",
        {"shelves": [(title, rows) for title, rows in shelves.items() if rows]},
    )


SHELVES = (
    ("Changes asked for", ("needs_changes", "rejected")),
    ("Drafts", ("draft",)),
    ("Waiting for a custodian", ("waiting", "waiting_edit")),
    ("Live", ("live", "maybe", "live_draft", "filled")),
    ("Ended", ("closed", "cancelled")),
)
