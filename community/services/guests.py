"""A link to answer a consultation, to a mailbox without an account."""

from allauth.account.models import EmailAddress
from django.urls import reverse
from django.utils.http import urlencode

from common.delivery import new_key, notify_address

from .. import guest_links
from ..models import Consultation
from .consulting import Refused, demand_listening


def ask_for_link(consultation: Consultation, *, address: str) -> None:
    """Mail a link; who has an account is told to sign in. The page says the same in every case.

    Raises Refused once it has closed, and while the Forum sleeps. A fourth mail to one address on one day is not sent.
    """
    if not consultation.is_open:
        raise Refused("This consultation has closed, so no link was sent.")
    demand_listening()
    if not guest_links.may_mail(consultation.pk, address):
        return
    member = EmailAddress.objects.filter(email__iexact=address, verified=True).exists()
    form = reverse("community:respond", args=[consultation.slug])
    if member:
        link = f"{reverse('account_login')}?{urlencode({'next': form})}"
    else:
        signed = guest_links.make(consultation.pk, address)
        link = reverse("community:respond_guest", args=[consultation.slug, signed])
    notify_address(
        "community_guest_link",
        address=address,
        key=new_key(),
        title=consultation.title,
        member=member,
        closes=consultation.closes,
        link=link,
    )
