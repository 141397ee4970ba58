"""The versions of a draft: who wrote which, what changed in words, and the way back to one."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from wagtail.models import Revision

from common.forms import ForumForm
from common.idempotency import KeyReused, once
from common.policies import SignedInRequest, demand, requires
from common.stale import StaleEdit
from common.states import IllegalMove

from .. import policies
from ..models import Opportunity
from ..queries import scoping as reads
from ..services.versions import go_back_to
from .scoping import owned
from .wizard_steps import answers, questions


@requires(policies.may_draft, row="P058")
def versions(request: SignedInRequest, kind: str, slug: str) -> HttpResponse:
    """The list; with ``?from=`` and ``?to=`` what changed between the two."""
    thing = owned(request, kind, slug)
    found = reads.versions(thing)
    older = dict(zip(found, [*found[1:], None], strict=False))
    labels = questions("proposal" if thing.is_proposal else kind)
    rows = [
        {
            "version": version,
            "is_latest": number == 0,
            "changed": _in_words(reads.changed_fields(version, older[version]), labels),
            "before": older[version],
        }
        for number, version in enumerate(found)
    ]
    first, last = (_chosen(found, request.GET.get(name, "")) for name in ("from", "to"))
    context = {
        "opportunity": thing,
        "title": found[0].object_str if found else thing.title,
        "rows": rows,
        "first": first,
        "last": last,
        "parts": _compare(kind, first, last) if first and last else [],
        "may_edit": policies.may_edit(request.user, thing),
    }
    response = render(request, "opportunities/versions.html", context)
    response["Cache-Control"] = "no-store"
    return response


@requires(policies.may_draft, row="P058")
def go_back(request: SignedInRequest, kind: str, slug: str, pk: int) -> HttpResponse:
    """Ask once, then make an earlier version the latest."""
    thing = owned(request, kind, slug)
    demand(policies.may_edit(request.user, thing), hidden=not thing.live)
    version = next((one for one in reads.versions(thing) if one.pk == pk), None)
    if version is None:
        raise Http404("We could not find that, or you cannot see it.")
    form = ForumForm(request.POST if request.method == "POST" else None)
    seen = request.POST.get("latest", "")
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            with once(form.key, actor=request.user, body=request.POST) as attempt:
                if not attempt.repeated:
                    # Without a number (a script) it stands alone, like every form of ours.
                    expected = (
                        int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 12 else None
                    )
                    go_back_to(thing, version, by=request.user, expected_revision=expected)
                    attempt.answer = reverse(f"opportunities:{kind}_versions", args=[slug])
            messages.success(request, "That text is the latest version now. The others stay here.")
            return redirect(attempt.answer)
        except (StaleEdit, IllegalMove) as error:
            status = 409
            said = "This changed meanwhile. Look at it, then decide again."
            form.add_error(None, said if isinstance(error, StaleEdit) else str(error))
        except (KeyReused, ValidationError) as error:
            status = 422
            form.add_error(None, str(error) if isinstance(error, KeyReused) else _why(error))
    thing.refresh_from_db()
    context = {
        "opportunity": thing,
        "version": version,
        "form": form,
        "latest": thing.latest_revision_id,
        "versions_url": reverse(f"opportunities:{kind}_versions", args=[slug]),
    }
    return render(request, "opportunities/version_back.html", context, status=status)


def _why(error: ValidationError) -> str:
    return f"That text cannot be saved as it was: {' '.join(error.messages)}"


def _chosen(found: list[Revision], number: str) -> Revision | None:
    return next((one for one in found if str(one.pk) == number), None)


def _in_words(names: list[str], labels: dict[str, tuple[str, str]]) -> list[str]:
    said = {"requirements": "Skills", "ethics": "Handling it with care"}
    found = [labels[name][0] if name in labels else said.get(name, "") for name in names]
    return list(dict.fromkeys(text for text in found if text))


def _compare(kind: str, first: Revision, last: Revision) -> list[dict[str, Any]]:
    before, after = (_said(kind, one.as_object()) for one in (first, last))
    parts = []
    for term in dict.fromkeys((*before, *after)):
        old, new = before.get(term, ""), after.get(term, "")
        if old != new:
            parts.append({"term": term, "runs": reads.word_changes(old, new)})
    return parts


def _said(kind: str, text: Opportunity) -> dict[str, str]:
    return {
        fact["term"]: str(fact["value"] if fact["value"] is not None else "")
        for part in answers(kind, text)
        for fact in part["facts"]
    }
