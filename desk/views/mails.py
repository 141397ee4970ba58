"""The mails that we wrote to somebody, which of them they want, and stopping some from a mail."""

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.csrf import csrf_exempt

from common import mail_choices
from common.delivery import may_be_shown
from common.mail_tables import How, QuietHours
from common.models import Message
from common.pages import paginate
from common.policies import SignedInRequest, is_custodian, public, requires
from profiles.policies import is_signed_in
from profiles.views.sending import sent

from ..forms import MailChoicesForm


@requires(is_signed_in, row="P002", hidden=True)
def mails(request: SignedInRequest) -> HttpResponse:
    """Every mail of the last months, sent or not, newest first."""
    page = paginate(request, Message.objects.filter(recipient=request.user))
    shown = [(row, may_be_shown(row)) for row in page]
    return render(request, "desk/mails.html", {"page": page, "mails": shown})


@requires(is_signed_in, row="P002", hidden=True)
def choices(request: SignedInRequest) -> HttpResponse:
    """How the mails about each topic come."""
    user = request.user
    hours = QuietHours.objects.filter(user=user).first()
    now = {**mail_choices.choices_of(user)}
    times = {"begins": hours.begins, "ends": hours.ends} if hours else {}
    form = MailChoicesForm(
        request.POST or None, initial={**now, **times}, at_the_desk=is_custodian(user)
    )

    def keep() -> None:
        typed = form.cleaned_data
        mail_choices.keep_quiet(user, begins=typed["begins"], ends=typed["ends"])
        mail_choices.choose(user, form.chosen)

    if sent(request, form, keep, beside="ends"):
        messages.success(request, "Kept. It holds from the next mail on.")
        return redirect("desk:mails")
    return render(
        request, "desk/mail_choices.html", {"form": form}, status=422 if form.is_bound else 200
    )


# A mail program posts here for its reader, without our cookie: the signed text is what counts.
@csrf_exempt
@public("The signed text names whose mails, and about what; opening it changes nothing.")
def stop(request: HttpRequest, signed: str) -> HttpResponse:
    """Stop the mails about one topic, or let them come again, without a sign-in."""
    try:
        user_id, topic = mail_choices.read_stop_link(signed)
    except mail_choices.LinkInvalid:
        raise Http404("We could not find that, or you cannot see it.") from None
    user = get_object_or_404(get_user_model(), pk=user_id, is_active=True)
    if request.method == "POST":
        again = request.POST.get("again") == "yes"
        mail_choices.choose(user, {topic: How.NOW if again else How.OFF})
    return render(
        request,
        "desk/mail_stop.html",
        {
            "title": mail_choices.TOPICS[topic][0],
            "stopped": mail_choices.how(user, topic) == How.OFF,
        },
    )
