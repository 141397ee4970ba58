"""What can happen to the tree of pages as a whole, and how somebody becomes a custodian."""

import logging
from dataclasses import dataclass
from email.utils import parseaddr
from typing import Any
from urllib.parse import urlsplit

from allauth.account.models import EmailAddress
from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from wagtail.models import Page, Site

from common.activity import record
from common.policies import CUSTODIANS

from .models import FooterLink, HomePage, LaidPage, MainLink, Navigation
from .written import FOOTER_LINKS, HOME, MAIN_LINKS, PAGES, Written

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Laid:
    """What laying the pages did."""

    made: list[str]
    kept: list[str]
    links_made: bool
    site_changed: bool


@transaction.atomic
def lay_pages(*, base_url: str) -> Laid:
    """Lay down the pages that come with the site, each once, and point the site at ``base_url``.

    What an editor changed, moved or deleted stays as it is: a page is laid once in the life of a
    database, whatever becomes of it.
    """
    known = set(LaidPage.objects.values_list("key", flat=True))
    made: list[str] = []
    home = HomePage.objects.order_by("path").first()
    if home is None:
        home = _lay(HOME, under=Page.objects.get(depth=1))
        made.append(HOME.key)
    for written in PAGES:
        if written.key in known:
            continue
        if not home.get_children().filter(slug=written.slug).exists():
            _lay(written, under=home)
            made.append(written.key)
    LaidPage.objects.bulk_create(
        [LaidPage(key=written.key) for written in (HOME, *PAGES) if written.key not in known]
    )
    site, changed = _point_site(home, base_url)
    return Laid(
        made=made,
        kept=[written.key for written in (HOME, *PAGES) if written.key not in made],
        links_made=_lay_links(site, home),
        site_changed=changed,
    )


def _lay(written: Written, *, under: Page) -> Page:
    """One page with its first revision, so that editors can compare and go back."""
    model = apps.get_model("cms", written.model)
    fields: dict[str, Any] = {"intro": written.intro, **written.fields}
    if written.body:
        body = model._meta.get_field("body").stream_block
        fields["body"] = body.to_python(
            [
                {"type": name, "value": _filled_in(value) if isinstance(value, str) else value}
                for name, value in written.body
            ]
        )
    page = model(title=written.title, slug=written.slug, **fields)
    under.add_child(instance=page)
    page.save_revision(log_action=False).publish(log_action=False)
    return page


def _filled_in(text: str) -> str:
    """The text with what this installation's settings say."""
    for name, value in (
        ("contact", parseaddr(settings.DEFAULT_FROM_EMAIL)[1]),
        ("session_cookie", settings.SESSION_COOKIE_NAME),
        ("csrf_cookie", settings.CSRF_COOKIE_NAME),
    ):
        text = text.replace(f"{{{name}}}", value)
    return text


def _point_site(home: HomePage, base_url: str) -> tuple[Site, bool]:
    """The one site, at the address that people use."""
    parts = urlsplit(base_url)
    wanted = {
        "hostname": parts.hostname or "localhost",
        "port": parts.port or (443 if parts.scheme == "https" else 80),
        "root_page_id": home.pk,
    }
    site = Site.objects.filter(is_default_site=True).first()
    if site and all(getattr(site, name) == value for name, value in wanted.items()):
        return site, False
    site = site or Site(is_default_site=True, site_name=settings.SITE_NAME)
    if site.root_page_id:
        # Which page is the front page is an editor's choice once it was made.
        wanted.pop("root_page_id")
    changed = any(getattr(site, name) != value for name, value in wanted.items())
    if changed:
        for name, value in wanted.items():
            setattr(site, name, value)
        site.save()
    return site, changed


def _lay_links(site: Site, home: HomePage) -> bool:
    """The links at the top and the foot, unless the site has them already."""
    navigation, new = Navigation.objects.get_or_create(site=site)
    if not new:
        return False
    pages = {page.slug: page for page in home.get_children()}
    for model, links in ((MainLink, MAIN_LINKS), (FooterLink, FOOTER_LINKS)):
        model.objects.bulk_create(
            model(
                navigation=navigation,
                sort_order=order,
                title=title,
                page=None if target.startswith("/") else pages[target],
                address=target if target.startswith("/") else "",
            )
            for order, (title, target) in enumerate(links)
            if target.startswith("/") or target in pages
        )
    return True


@transaction.atomic
def make_custodian(*, email: str, password: str | None = None) -> tuple[Any, bool]:
    """Let somebody run the Forum: (the user, whether the account is new).

    The address counts as checked, because whoever can run commands here vouches for it. A password
    is needed for a new account and otherwise left alone unless given. Raises ValidationError in
    words.
    """
    email = email.strip().lower()
    validate_email(email)
    users = get_user_model()
    user = users.objects.filter(email__iexact=email).first()
    new = user is None
    if new and not password:
        raise ValidationError("A new account needs a password.")
    group = Group.objects.filter(name=CUSTODIANS).first()
    if group is None:
        raise ValidationError("There is no group of custodians yet. Run manage.py migrate first.")
    user = user or users(email=email)
    if not user.is_active:
        raise ValidationError("This account is switched off. Switch it on first, if that is right.")
    if password:
        validate_password(password, user)
        user.set_password(password)
    user.save()
    user.groups.add(group)
    EmailAddress.objects.filter(user=user, primary=True).exclude(email__iexact=email).update(
        primary=False
    )
    EmailAddress.objects.update_or_create(
        user=user, email=email, defaults={"verified": True, "primary": True}
    )
    record("cms.custodian_made", by=None, about=user)
    return user, new
