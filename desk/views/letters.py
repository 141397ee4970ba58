"""The newsletter: at the desk before it goes, in public afterwards, and for whoever wants it by mail."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from common.idempotency import KeyReused, once
from common.pages import paginate
from common.policies import SignedInRequest, is_custodian, public, requires
from profiles.views.sending import sent

from .. import newsletters
from ..forms import LetterDraftForm, LetterForm, SubscribeForm
from ..models import Newsletter

IN_FEED = 20
HOME = {"title": "The desk", "url": "/desk/"}
ASKED = (
    "If that address can get our mails, a letter with a link is on its way. "
    "The newsletter comes once you have pressed the button there."
)


@requires(is_custodian, row="P162", hidden=True)
def desk_newsletters(request: SignedInRequest) -> HttpResponse:
    """Drafts and what was sent; a button that drafts the next."""
    form = LetterDraftForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            with once(form.key, actor=request.user, body=form.content) as attempt:
                if not attempt.repeated:
                    made = newsletters.draft(by=request.user, rhythm=form.content["rhythm"])
                    attempt.answer = reverse("desk:newsletter_edit", args=[made.pk])
        except KeyReused as error:
            form.add_error(None, str(error))
        else:
            return redirect(attempt.answer)
    return render(
        request,
        "desk/newsletters.html",
        {
            "form": form,
            "drafts": Newsletter.objects.filter(sent_at=None),
            "page": paginate(request, Newsletter.objects.exclude(sent_at=None)),
            "readers": newsletters.how_many_readers(),
            "crumbs": [HOME, {"title": "The newsletter"}],
        },
        status=422 if form.is_bound else 200,
    )


@requires(is_custodian, row="P162", hidden=True)
def edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """Read a draft, change it, send it."""
    found = get_object_or_404(Newsletter, pk=pk)
    if found.sent_at is not None and request.method != "POST":
        return redirect(found)

    def now() -> LetterForm:
        fresh = Newsletter.objects.select_for_update().get(pk=pk)
        return LetterForm(initial={"title": fresh.title, "body": fresh.body})

    form = LetterForm(request.POST or None, initial={"title": found.title, "body": found.body})

    def act() -> None:
        newsletters.save(found, by=request.user, **form.content)

    if sent(request, form, act, now=now):
        messages.success(request, "Kept. Nobody has got it yet.")
        return redirect("desk:newsletter_edit", pk=pk)
    return render(
        request,
        "desk/newsletter_edit.html",
        {
            "form": form,
            "letter": found,
            "readers": newsletters.how_many_readers(),
            "crumbs": [
                HOME,
                {"title": "The newsletter", "url": reverse("desk:desk_newsletters")},
                {"title": "A draft"},
            ],
        },
        status=(409 if form.is_stale else 422) if form.is_bound else 200,
    )


@requires(is_custodian, row="P162", hidden=True)
@require_POST
def send(request: SignedInRequest, pk: int) -> HttpResponse:
    """To everybody who asked for it. Pressed twice is once."""
    found = get_object_or_404(Newsletter, pk=pk)
    try:
        found = newsletters.send(found, by=request.user)
    except ValueError as error:
        messages.error(request, str(error))
        return redirect("desk:newsletter_edit", pk=pk)
    messages.success(request, "On its way, and public.")
    return redirect(found)


@requires(is_custodian, row="P162", hidden=True)
@require_POST
def drop(request: SignedInRequest, pk: int) -> HttpResponse:
    """Throw a draft away."""
    newsletters.drop(get_object_or_404(Newsletter, pk=pk), by=request.user)
    messages.success(request, "The draft is gone.")
    return redirect("desk:desk_newsletters")


@public("Letters that were sent to everybody; anybody may ask to get the next.")
def archive(request: HttpRequest) -> HttpResponse:
    """What was sent, newest first, and the form that asks for the next."""
    form = SubscribeForm(request.POST or None)

    def act() -> None:
        newsletters.subscribe(form.content["address"])

    if sent(request, form, act):  # type: ignore[arg-type]  # nobody has to be signed in here
        messages.success(request, ASKED)
        return redirect("desk:newsletters")
    return render(
        request,
        "desk/newsletter_archive.html",
        {
            "form": form,
            "page": paginate(request, Newsletter.objects.exclude(sent_at=None)),
            "crumbs": [{"title": "Home", "url": "/"}, {"title": "Newsletter"}],
        },
        status=422 if form.is_bound else 200,
    )


@public("A letter that was sent to everybody.")
@require_GET
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """One letter."""
    found = get_object_or_404(Newsletter.objects.exclude(sent_at=None), pk=pk)
    return render(
        request,
        "desk/newsletter.html",
        {
            "letter": found,
            "blocks": newsletters.blocks_of(found.body),
            "crumbs": [
                {"title": "Home", "url": "/"},
                {"title": "Newsletter", "url": reverse("desk:newsletters")},
                {"title": found.title},
            ],
        },
    )


@public("The signed text came by mail to whom it is about; opening it changes nothing.")
def confirm(request: HttpRequest, signed: str) -> HttpResponse:
    """The second yes."""
    try:
        if request.method == "POST":
            newsletters.confirm(signed)
            messages.success(request, "You get the next newsletter.")
            return redirect("desk:newsletters")
        newsletters.read_link("confirm", signed)
    except newsletters.LinkInvalid:
        raise Http404("We could not find that, or you cannot see it.") from None
    return render(request, "desk/newsletter_confirm.html", {})


# A mail program posts here for its reader, without our cookie: the signed text is what counts.
@csrf_exempt
@public("The signed text came by mail to whom it is about; opening it changes nothing.")
def stop(request: HttpRequest, signed: str) -> HttpResponse:
    """Stop it and forget the address. Pressed again it says so again."""
    if not newsletters.is_link("stop", signed):
        raise Http404("We could not find that, or you cannot see it.")
    stopped = request.method == "POST"
    if stopped:
        newsletters.stop(signed)
    return render(request, "desk/newsletter_stop.html", {"stopped": stopped})


class NewsletterFeed(Feed):
    """Letters that were sent, as Atom."""

    feed_type = Atom1Feed
    title = f"Newsletter: {settings.SITE_NAME}"
    author_name = settings.SITE_NAME
    subtitle = "What is new in the region’s open data."

    def link(self) -> str:
        return reverse("desk:newsletters")

    def items(self) -> Any:
        return Newsletter.objects.exclude(sent_at=None).order_by("-sent_at", "-pk")[:IN_FEED]

    def item_title(self, item: Newsletter) -> str:
        return item.title

    def item_description(self, item: Newsletter) -> str:
        return item.body

    def item_guid(self, item: Newsletter) -> str:
        return f"{settings.PUBLIC_BASE_URL}{item.get_absolute_url()}"

    def item_pubdate(self, item: Newsletter) -> Any:
        return item.sent_at

    def item_updateddate(self, item: Newsletter) -> Any:
        return item.sent_at


@public("Letters that were sent to everybody, as a feed.")
@require_GET
def feed(request: HttpRequest) -> HttpResponse:
    """The Atom feed."""
    return NewsletterFeed()(request)
