"""How an organisation shows itself: what it works towards, whether it hosts, its logo."""

import io
import uuid
from collections.abc import Iterable
from typing import BinaryIO

from django.core.exceptions import PermissionDenied
from django.core.files.images import ImageFile
from django.db import transaction
from wagtail.images import get_image_model
from wagtail.models import Collection

from common import activity
from mission.models import Priority, Theme

from .. import logos, policies
from ..choices import Hosting
from ..models import Organisation, User

LOGOS = "Logos of organisations"


@transaction.atomic
def set_aims(
    organisation: Organisation,
    *,
    by: User,
    hosting: str,
    priorities: Iterable[Priority],
    themes: Iterable[Theme],
) -> Organisation:
    """Say whether it would host somebody, and what it works towards.

    Raises PermissionDenied unless ``by`` leads it or is a custodian from outside, ValueError for an
    unknown answer.
    """
    _demand_lead(organisation, by)
    organisation.hosting = Hosting(hosting) if hosting else ""
    organisation.save(update_fields=["hosting"])
    organisation.priorities.set(priorities)
    organisation.themes.set(themes)
    activity.record(
        "profiles.organisation_aims_set", by=by, about=organisation, hosting=str(hosting)
    )
    return organisation


@transaction.atomic
def set_logo(organisation: Organisation, *, by: User, picture: BinaryIO) -> Organisation:
    """Give it a logo, drawn anew and kept among Wagtail's images; the old one goes.

    Raises PermissionDenied as :func:`set_aims` does, :class:`profiles.logos.LogoRefused`.
    """
    _demand_lead(organisation, by)
    png = logos.redraw(picture)
    old = organisation.logo
    image = get_image_model()(
        title=f"Logo of {organisation.name}"[:255],
        collection=_collection(),
        # Not from the sender's file name, which may hold anything.
        file=ImageFile(io.BytesIO(png), name=f"logo-{uuid.uuid4().hex}.png"),
    )
    image.file_size = len(png)
    image.save()
    organisation.logo = image
    organisation.save(update_fields=["logo"])
    if old is not None:
        old.delete()
    activity.record("profiles.logo_set", by=by, about=organisation)
    return organisation


@transaction.atomic
def remove_logo(organisation: Organisation, *, by: User) -> Organisation:
    """Take the logo away, with its file. Raises PermissionDenied as :func:`set_aims` does."""
    _demand_lead(organisation, by)
    old = organisation.logo
    if old is not None:
        organisation.logo = None
        organisation.save(update_fields=["logo"])
        old.delete()
        activity.record("profiles.logo_removed", by=by, about=organisation)
    return organisation


def _demand_lead(organisation: Organisation, by: User) -> None:
    if not policies.may_edit_organisation(by, organisation):
        raise PermissionDenied("Only a lead of this organisation can do that.")


def _collection() -> Collection:
    """Where logos lie, so that they are not among the editors' own pictures."""
    root = Collection.get_first_root_node()
    found = Collection.objects.filter(name=LOGOS, depth=root.depth + 1).first()
    return found or root.add_child(name=LOGOS)
