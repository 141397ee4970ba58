"""Which request or verb stands for each row of the matrix, and which rows have nothing yet."""

from allauth.mfa.models import Authenticator

from common import moderation
from matching import policies as matching_policies
from matching.services import accept
from profiles import policies, services
from profiles.adapters import SecondFactorAdapter
from profiles.links import DESK, make
from profiles.models import Offer, Person

from .addresses import ORGANISATION
from .matrix import ALLOWED, MISSING, Row, asked, assigned, page, request, verb
from .matrix_rows_applications import APPLICATIONS
from .matrix_rows_applying import APPLYING_ROWS
from .matrix_rows_joining import JOINING
from .matrix_rows_people import PEOPLE
from .town import CANARY

WORK = {"title": "Tidy it", "description": "A survey.", "learns": "Mapping."}
ABOUT = {"name": "A Name", "stage": "student"}
HOME = "/admin/pages/{}/"


def _new_words(town, which: str) -> dict[str, str]:
    name = (town.ours if which == "own" else town.theirs).name
    return {"name": name, "kind": "community", "summary": "New words."}


def _person_path(town, role: str) -> str:
    named = {"student", "expert", "member", "lead"}
    person = town.persons[role] if role in named else town.private
    return f"/people/{person.slug}/"


def _contact(town, user, role, which):
    """Whether the address is in the page of the person."""
    person = town.disclosed if which == "own" else town.seen_by_all
    outcome, text = asked(town, role, f"/people/{person.slug}/")
    return outcome == ALLOWED and person.user.email in text


def _people_listed(town, role: str, which: str) -> str:
    """Allowed means: exactly those whom this reader may see."""
    outcome, text = asked(town, role, "/people/")
    shown = {person for person in _watched(town) if person.name in text}
    wanted = {town.seen_by_all}
    if role != "anonymous":
        wanted.add(town.seen_by_members)
    if role in ("student", "expert", "member", "lead"):
        wanted.add(town.disclosed)
    return outcome if shown == wanted else f"lists {sorted(person.name for person in shown)}"


def _watched(town) -> tuple[Person, ...]:
    return (town.seen_by_all, town.seen_by_members, town.matched, town.private, town.disclosed)


def _edit_another(town, user, role, which):
    if role == "anonymous":
        return policies.may_edit_person(user, town.seen_by_all)
    return services.update_person(Person.objects.get(pk=town.seen_by_all.pk), by=user, name="X")


def _own_offer(town, role: str, *, draft: bool):
    if draft:
        mine = {"student": town.student_offer_draft, "expert": town.expert_offer_draft}
        return mine.get(role, town.our_offer_draft)
    return town.expert_offer if role == "expert" else town.our_offer


def _draft_offer_path(town, role: str, *, own: bool) -> str:
    """Custodians change offers in the editor."""
    thing = _own_offer(town, role, draft=True) if own else town.their_offer_draft
    if role in ("custodian", "superuser"):
        return f"/admin/snippets/profiles/offer/edit/{thing.pk}/"
    return f"/offers/{thing.slug}/edit/"


def _publish_offer(town, user, role, which):
    """Others hand a draft in; custodians decide about what waits."""
    if role in ("custodian", "superuser"):
        return moderation.approve(Offer.objects.get(pk=town.waiting_offer.pk), by=user)
    own = _own_offer(town, role, draft=True)
    offer = Offer.objects.get(pk=(own if which == "own" else town.their_offer_draft).pk)
    if role == "anonymous":
        return policies.may_hand_in_offer(user, offer)
    return services.submit_offer(offer, by=user)


def _draft_challenge_path(town, role: str) -> str:
    """Whoever belongs to no organisation begins a draft; others go on with their own."""
    if role in ("student", "expert"):
        return "/challenges/new/"
    return f"/challenges/{town.challenge_draft.slug}/edit/data/"


def _own_matches(town, role: str, which: str) -> str:
    """The need's side reads the shortlist, the supply's side its own suggestions."""
    if which == "own" and role in ("student", "expert"):
        outcome, text = asked(town, role, "/matches/")
        return outcome if town.challenge.title in text else f"{outcome} without the match"
    person = {"assigned member": "supervisor" if which == "own" else "member"}.get(role, role)
    thing = town.placement if which == "own" else town.their_challenge
    kind = "placements" if which == "own" else "challenges"
    outcome, text = asked(town, person, f"/{kind}/{thing.slug}/matches/")
    named = CANARY in text or town.matched.name in text
    return f"{outcome} with a name" if named else outcome


def _see_another_match(town, role: str, which: str) -> str:
    outcome, text = asked(town, role, f"/challenges/{town.their_challenge.slug}/matches/")
    return f"{outcome} with a name" if town.matched.name in text else outcome


def _ask_path(town, role: str) -> str:
    own = town.expert_match if role == "expert" else town.match
    return f"/matches/{own.pk}/ask/"


def _introduction(town, role: str, *, own: bool):
    if role == "custodian":
        return town.custodian_introduction if own else town.introduction
    mine = town.expert_introduction if role == "expert" else town.introduction
    return mine if own else town.their_introduction


def _confirm_match(town, user, role, which):
    """Confirming a suggestion is saying yes to the introduction; a custodian answers for nobody."""
    row = (
        town.introduction if role == "custodian" else _introduction(town, role, own=which == "own")
    )
    if role == "anonymous":
        return matching_policies.may_answer(user, row)
    return accept(row, by=user)


def _raw_html(town, user, role, which):
    """Whether any field of any page takes HTML as it is typed: rights do not come into it."""
    from wagtail.blocks import RawHTMLBlock
    from wagtail.fields import StreamField
    from wagtail.models import get_page_models

    def blocks(block):
        yield block
        for child in getattr(block, "child_blocks", {}).values():
            yield from blocks(child)
        if hasattr(block, "child_block"):
            yield from blocks(block.child_block)

    fields = [
        field
        for model in get_page_models()
        for field in model._meta.get_fields()
        if isinstance(field, StreamField)
    ]
    found = [one for field in fields for one in blocks(field.stream_block)]
    assert len(found) > 5
    return any(isinstance(one, RawHTMLBlock) for one in found)


def _in_charge(town, role: str, which: str) -> str:
    """Confirming, suspending and joining organisations are answered alike."""
    here = "/organisations/tame-housing"
    outcomes = {asked(town, role, f"{here}/{act}/")[0] for act in ("suspend", "merge")}
    outcomes.add(asked(town, role, f"{here}/verify/", {})[0])
    return outcomes.pop() if len(outcomes) == 1 else f"mixed: {sorted(outcomes)}"


def page_of_account(tail: str) -> Row:
    """An act about the account of somebody who shows nothing."""
    return request(lambda town, role: f"/desk/people/{make(DESK, town.private.user_id)}/{tail}")


def _account_of_another(town, role: str, which: str) -> str:
    """Whether the page of an account tells an address or a sign-in."""
    outcome, text = asked(town, role, f"/desk/people/{make(DESK, town.private.user_id)}/")
    told = outcome == ALLOWED and town.private.user.email in text
    return ALLOWED if told else (MISSING if outcome == ALLOWED else outcome)


def _sign_in_as_another(town, user, role, which):
    """Whether any address of the site signs somebody in as somebody else."""
    from django.urls import get_resolver

    names = {str(name) for name in get_resolver().reverse_dict if isinstance(name, str)}
    return any(word in name for name in names for word in ("hijack", "impersonat", "sign_in_as"))


def _without_second_step(town, user, role, which):
    """Whether one's own second step may be taken off; whoever runs the Forum needs theirs."""
    if role == "anonymous":
        return False
    step = Authenticator(user=user, type=Authenticator.Type.TOTP, data={})
    return SecondFactorAdapter().can_delete_authenticator(step)


def _editor_page(tail: str) -> Row:
    return request(lambda town, role: HOME.format(town.site.root_page_id) + tail)


ROWS: dict[str, Row] = {
    "P001": page("/accounts/signup/", "/accounts/login/", "/accounts/password/reset/"),
    "P002": page("/me/", "/me/held/", "/me/terms/"),
    "P006": request(lambda town, role: "/me/held/copy/", data={}),
    "P007": request(lambda town, role: "/me/erase/"),
    "P003": page("/accounts/password/change/", "/accounts/email/", "/accounts/2fa/"),
    "P004": verb(_without_second_step, "own"),
    "P005": page("/accounts/sessions/"),
    "P008": Row(_account_of_another, twins=("foreign",)),
    "P009": page_of_account("close/"),
    "P010": page_of_account("lost-step/"),
    "P011": verb(_sign_in_as_another, "foreign"),
    "P013": page(
        "/organisations/",
        "/organisations/canal-street/",
        "/organisations/export.csv",
        "/organisations/feed.atom",
    ),
    "P014": request(
        lambda town, role: "/organisations/canal-kitchen/",
        lambda town, role: "/organisations/tame-workshop/",
    ),
    "P015": request(lambda town, role: "/organisations/new/", data=ORGANISATION),
    "P016": request(
        lambda town, role: "/organisations/canal-street/edit/",
        lambda town, role: "/organisations/tame-housing/edit/",
        data=_new_words,
    ),
    "P017": request(
        lambda town, role: "/organisations/canal-street/edit/",
        lambda town, role: "/organisations/tame-housing/edit/",
        data={"name": "Another Name", "kind": "community"},
    ),
    "P019": Row(_in_charge, twins=("own",)),
    **JOINING,
    **APPLYING_ROWS,
    **PEOPLE,
    **APPLICATIONS,
    "P033": page("/people/seen-by-all/"),
    "P034": page("/people/seen-by-members/"),
    "P035": request(
        lambda town, role: "/people/disclosed/", lambda town, role: "/people/only-matched/"
    ),
    "P036": request(_person_path, lambda town, role: "/people/private-person/"),
    "P037": verb(_contact),
    "P038": request(lambda town, role: "/me/profile/about/", data=ABOUT),
    "P039": verb(_edit_another, "foreign"),
    "P042": page_of_account("hide/"),
    "P043": Row(_people_listed, twins=("own",)),
    "P044": page("/me/cv/"),
    "P045": request(
        lambda town, role: f"/people/{town.persons.get(role, town.student_person).slug}/cv/",
        lambda town, role: "/people/seen-by-all/cv/",
    ),
    "P050": page("/offers/", "/offers/our-offer/", "/offers/expert-offer/"),
    "P051": request(
        lambda town, role: _draft_offer_path(town, role, own=True),
        lambda town, role: _draft_offer_path(town, role, own=False),
    ),
    "P052": verb(_publish_offer),
    "P053": request(
        lambda town, role: (
            f"/offers/{_own_offer(town, role, draft=role == 'expert').slug}/"
            if role == "expert"
            else "/offers/our-draft/"
        ),
        lambda town, role: "/offers/their-draft/",
    ),
    "P054": request(
        lambda town, role: f"/offers/{_own_offer(town, role, draft=False).slug}/close/",
        lambda town, role: "/offers/their-offer/close/",
        data={},
    ),
    "P057": page("/challenges/", "/challenges/referrals/", "/challenges/export.csv"),
    "P058": request(
        _draft_challenge_path,
        lambda town, role: f"/challenges/{town.their_challenge_draft.slug}/edit/data/",
    ),
    "P059": request(
        lambda town, role: f"/challenges/{town.challenge_draft.slug}/edit/check/",
        lambda town, role: f"/challenges/{town.their_challenge_draft.slug}/edit/check/",
        data={},
    ),
    "P060": request(
        lambda town, role: f"/challenges/{town.waiting.slug}/decide/", data={"decision": "approve"}
    ),
    "P064": page("/placements/", "/placements/stop-audit/"),
    "P065": request(
        lambda town, role: f"/placements/{town.placement_draft.slug}/",
        lambda town, role: f"/placements/{town.their_placement_draft.slug}/",
    ),
    "P066": request(
        lambda town, role: f"/placements/{town.placement_draft.slug}/edit/problem/",
        lambda town, role: f"/placements/{town.their_placement_draft.slug}/edit/problem/",
        data=WORK,
    ),
    "P067": request(
        lambda town, role: f"/placements/{town.placement_draft.slug}/edit/check/",
        lambda town, role: f"/placements/{town.their_placement_draft.slug}/edit/check/",
        data={},
    ),
    "P068": request(
        lambda town, role: "/placements/stop-audit/edit/problem/",
        lambda town, role: "/placements/damp-survey/edit/problem/",
        data=WORK,
    ),
    "P071": request(
        lambda town, role: "/placements/stop-audit/close/",
        lambda town, role: "/placements/damp-survey/close/",
        data={"how": "closed"},
    ),
    "P073": request(
        lambda town, role: "/placements/stop-audit/again/",
        lambda town, role: "/placements/damp-survey/again/",
        data={},
    ),
    "P099": assigned(Row(_own_matches)),
    "P100": Row(_see_another_match, twins=("foreign",)),
    "P101": verb(_confirm_match),
    "P109": assigned(request(_ask_path, lambda town, role: f"/matches/{town.their_match.pk}/ask/")),
    "P110": request(
        lambda town, role: f"/introductions/{town.introduction.pk}/stop/",
        data={"reason": "It is spam."},
    ),
    "P111": request(
        lambda town, role: f"/introductions/{_introduction(town, role, own=True).pk}/accept/",
        lambda town, role: f"/introductions/{_introduction(town, role, own=False).pk}/accept/",
        data={},
    ),
    "P148": page("/", "/contact/", "/theory-of-change/", "/search/?q=data"),
    "P149": page("/admin/"),
    "P150": _editor_page("edit/"),
    "P151": _editor_page("history/"),
    "P152": verb(_raw_html, "foreign"),
    "P153": page("/admin/users/", "/admin/groups/", "/admin/collections/", "/admin/sites/"),
    "P154": page("/admin/snippets/profiles/person/", "/admin/snippets/matching/introduction/"),
    "P161": page("/people/seen-by-all/report/"),
    "P162": request(lambda town, role: f"/desk/reports/{town.report.pk}/"),
    "P163": page("/me/who-sees-me/"),
    "P167": page_of_account("look/"),
    "P168": page("/desk/"),
    "P169": request(lambda town, role: f"/desk/work/{town.stuck.pk}/", data={}),
}

APPLYING = "opportunities and applications"
FORUM = "the Forum itself"
ROUNDS = "matching in the hands of people"
LATER = "open data, moderation of reports, operations"


def _rows(about: str, *numbers: int | range) -> dict[str, str]:
    flat = [n for one in numbers for n in (one if isinstance(one, range) else (one,))]
    return {f"P{number:03}": about for number in flat}


NOT_YET: dict[str, str] = {
    **_rows(APPLYING, 48, range(61, 64), 69, 70, 72, 87),
    **_rows(ROUNDS, 55, range(88, 99), range(102, 109), range(112, 117)),
    **_rows(FORUM, range(117, 143)),
    **_rows(LATER, range(143, 148), range(155, 161), range(164, 167), 170, 171),
}
