"""A custodian, and somebody who is none."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

from common.policies import CUSTODIANS
from tests.support import esco_files


def make_user(name: str):
    user = get_user_model()(email=f"{name}@people.example", name=name.title())
    user.set_unusable_password()
    user.save()
    return user


@pytest.fixture
def custodian(db):
    user = make_user("cora")
    user.groups.add(Group.objects.get_or_create(name=CUSTODIANS)[0])
    return user


@pytest.fixture
def member(db):
    return make_user("mel")


@pytest.fixture
def esco(tmp_path):
    """Writes rows under ESCO's header and gives the path."""
    return esco_files.writer(tmp_path)
