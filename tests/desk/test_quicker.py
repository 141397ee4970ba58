"""A colleague was quicker: said in words, and the comment is not lost."""

import pytest
from django.test import Client
from wagtail.models import TaskState

from tests.desk.test_desk import waiting_offer
from tests.factories.profiles import CustodianFactory, MembershipFactory

pytestmark = pytest.mark.django_db


def test_the_slower_custodian_sees_what_they_wrote(client: Client) -> None:
    waiting_offer(MembershipFactory().user)
    path = f"/desk/decide/{TaskState.objects.get().pk}/"
    client.force_login(CustodianFactory())
    client.post(path, {"decision": "approve", "comment": ""})

    late = client.post(path, {"decision": "changes", "comment": "Say how many seats."})

    assert late.status_code == 409
    assert "A colleague was quicker" in late.content.decode()
    assert "Say how many seats." in late.content.decode()
