"""A site whose pages were not laid yet."""

import pytest
from django.test import RequestFactory

from cms.context import navigation

pytestmark = pytest.mark.django_db


def test_theory_address_is_missing(client):
    assert client.get("/theory-of-change/").status_code == 404


def test_there_are_no_links():
    context = navigation(RequestFactory().get("/"))

    assert (list(context["site_nav"]), list(context["footer_links"])) == ([], [])
