"""The main address of an account answers whether another one may be added."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from common import errors
from common.policies import SignedInRequest, public, requires

from .. import links, policies, services
from ..models import AddressQuestion
from ..services.addresses import QuestionOver


@public(
    "The link is signed and went to the main address of the account; the row says if it is good."
)
def answer(request: HttpRequest, signed: str) -> HttpResponse:
    """From the mail: yes, yes and write there from now on, or stop. Opening it changes nothing."""
    try:
        pk = links.read(links.ADDRESS, signed)
    except links.LinkInvalid:
        return errors.page(request, 404)
    rows = AddressQuestion.objects.select_related("user").filter(user__is_active=True)
    question = rows.filter(pk=pk).first()
    if question is None:
        return errors.page(request, 404)
    said, over = request.POST.get("answer", ""), ""
    try:
        if said in ("yes", "main"):
            services.add_address(question, as_main=said == "main")
        elif said == "stop":
            services.stop_address(question)
        else:
            said = ""
    except QuestionOver as error:
        said, over = "", str(error)
    open_ = AddressQuestion.objects.open().filter(pk=pk).exists()
    return render(
        request,
        "profiles/address_answer.html",
        {"question": question, "said": said, "over": over or (not said and not open_)},
        status=410 if over or not (said or open_) else 200,
    )


@requires(policies.is_signed_in, row="P003", hidden=True)
@require_POST
def take_back(request: SignedInRequest, pk: int) -> HttpResponse:
    """The person no longer wants the address they asked for."""
    rows = AddressQuestion.objects.filter(user=request.user)
    try:
        services.take_back_address(get_object_or_404(rows, pk=pk), by=request.user)
    except QuestionOver as error:
        messages.info(request, str(error))
    else:
        messages.success(request, "Taken back. Nothing is added.")
    return redirect("account_email")
