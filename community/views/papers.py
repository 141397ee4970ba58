"""Papers and slides, to those who may read them."""

from django.contrib.auth.views import redirect_to_login
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
)
from django.shortcuts import get_object_or_404
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from common.policies import demand, public
from profiles.documents import vault

from ..models import Paper
from ..policies.meetings import may_read_paper, may_see_meeting
from .found_meeting import NOT_THERE


@public("may_read_paper decides on the object: what is for members asks strangers to sign in.")
@require_safe
def paper(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The file, never shown inside the browser; or the way to where it lies."""
    rows = Paper.objects.select_related("item__meeting")
    found = get_object_or_404(rows, pk=pk) if pk < 2**63 else None
    if found is None:
        raise Http404(NOT_THERE)
    demand(may_see_meeting(request.user, found.item.meeting), hidden=True)
    if found.members_only and not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    demand(may_read_paper(request.user, found), hidden=True)
    if found.link:
        return HttpResponseRedirect(found.link)
    return _file(found)


def _file(found: Paper) -> HttpResponseBase:
    try:
        content = vault.read(found.stored)
    except FileNotFoundError:
        raise Http404(NOT_THERE) from None
    response = HttpResponse(content, content_type=found.media_type)
    name = slugify(found.title)[:80] or "paper"
    response["Content-Disposition"] = f'attachment; filename="{name}.{found.extension}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    if found.members_only:
        response["Cache-Control"] = "private, no-store"
    return response
