"""What custodians may do in Wagtail, exactly, and how somebody becomes one."""

import io
from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from wagtail.models import Page, Workflow

from tests.factories.profiles import CustodianFactory, UserFactory

pytestmark = pytest.mark.django_db

OURS = {
    "cms.change_navigation",
    "mission.add_district",
    "mission.add_node",
    "mission.add_priority",
    "mission.add_strand",
    "mission.add_theme",
    "mission.add_theoryrow",
    "mission.change_district",
    "mission.change_node",
    "mission.change_priority",
    "mission.change_strand",
    "mission.change_theme",
    "mission.change_theoryrow",
    "wagtailadmin.access_admin",
}
DOMAIN_APPS = {"skills", "profiles", "opportunities", "community", "matching"}
DOMAIN_VERBS = {"add", "change", "view", "publish", "lock", "unlock"}
PUBLIC_RECORDS = {
    "skill",
    "skillalias",
    "skilllink",
    "minimumrate",
    "organisation",
    "offer",
    "challenge",
    "placement",
    "job",
    "opportunity",
    "weightset",
    "event",
}


def custodians():
    return Group.objects.get(name="Custodians")


def test_the_only_group_is_ours():
    assert list(Group.objects.values_list("name", flat=True)) == ["Custodians"]


def test_rights_outside_the_domain_are_exactly_these():
    held = {
        f"{right.content_type.app_label}.{right.codename}"
        for right in custodians().permissions.select_related("content_type")
    }

    assert {name for name in held if name.partition(".")[0] not in DOMAIN_APPS} == OURS


def test_rights_to_the_domain_are_to_public_records_and_never_to_delete():
    rights = custodians().permissions.filter(content_type__app_label__in=DOMAIN_APPS)

    assert len(rights) > 10
    for right in rights.select_related("content_type"):
        assert right.codename.partition("_")[0] in DOMAIN_VERBS, right.codename
        assert right.content_type.model in PUBLIC_RECORDS, right.codename


def test_rights_to_pages_images_and_documents_are_exactly_these():
    pages = custodians().page_permissions.values_list("page__depth", "permission__codename")
    shelves = custodians().collection_permissions.values_list(
        "collection__depth", "permission__codename"
    )

    assert set(pages) == {(1, "add_page"), (1, "change_page"), (1, "publish_page")}
    assert set(shelves) == {
        (1, "add_image"),
        (1, "change_image"),
        (1, "choose_image"),
        (1, "add_document"),
        (1, "change_document"),
        (1, "choose_document"),
    }


def test_no_page_can_be_sent_where_nobody_reads_it():
    assert not Workflow.objects.get(name="Moderators approval").active
    assert Page.objects.get(depth=1).get_workflow() is None


@pytest.mark.parametrize(
    "address",
    [
        "/admin/users/",
        "/admin/users/add/",
        "/admin/groups/",
        "/admin/sites/",
        "/admin/collections/",
        "/admin/workflows/list/",
        "/admin/redirects/",
        "/admin/locales/",
    ],
)
def test_rooms_of_superusers_are_shut_to_custodians(client, site, address):
    client.force_login(CustodianFactory())

    answer = client.get(address)

    assert answer.status_code in (302, 403, 404)
    if answer.status_code == 302:
        assert answer["Location"] == "/admin/"


@pytest.mark.parametrize("address", ["/admin/", "/admin/pages/", "/admin/login/"])
def test_strangers_come_to_the_one_door(client, site, address):
    answer = client.get(address)

    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/")


def test_a_member_is_not_let_into_the_admin(client, site):
    client.force_login(UserFactory())

    answer = client.get("/admin/")

    assert answer.status_code in (302, 403)
    assert answer.status_code == 403 or answer["Location"] != "/admin/"


def test_a_custodian_sees_the_room_and_what_is_needed_in_it(client, site):
    client.force_login(CustodianFactory())

    html = client.get("/admin/").content.decode()

    assert "Pages and published records" in html
    assert "<title>" in html
    assert "West Midlands Open Data Forum" in html
    assert "Wagtail</title>" not in html


def test_a_custodian_changes_and_publishes_a_page(client, site):
    client.force_login(CustodianFactory())
    about = Page.objects.get(slug="about")

    permissions = about.permissions_for_user(CustodianFactory())

    assert permissions.can_edit()
    assert permissions.can_publish()
    assert client.get(f"/admin/pages/{about.pk}/edit/").status_code == 200


# create_custodian ------------------------------------------------------------------------------


def create(email, *flags, stdin=""):
    out = StringIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.stdin", io.StringIO(stdin))
        call_command("create_custodian", email, *flags, stdout=out)
    return out.getvalue()


def test_create_custodian_makes_a_checked_account_in_the_group():
    said = create("Anna@WMODF.example", "--password-stdin", stdin="correct horse battery\n")

    user = get_user_model().objects.get()
    assert said == "anna@wmodf.example is a custodian, with a new account.\n"
    assert user.check_password("correct horse battery")
    assert [group.name for group in user.groups.all()] == ["Custodians"]
    assert not user.is_superuser
    assert not user.is_staff
    address = EmailAddress.objects.get()
    assert (address.email, address.verified, address.primary) == ("anna@wmodf.example", True, True)


def test_create_custodian_prints_a_made_up_password_once():
    said = create("anna@wmodf.example")

    password = said.splitlines()[-1].removeprefix("Password, shown this once: ")
    assert len(password) >= 16
    assert get_user_model().objects.get().check_password(password)


def test_create_custodian_leaves_an_account_that_is_there_alone():
    user = UserFactory(email="anna@people.example")

    said = create("anna@people.example")

    user = get_user_model().objects.get()
    assert said == "anna@people.example is a custodian. The account was there already.\n"
    assert user.check_password("correct horse battery")
    assert user.groups.count() == 1
    assert EmailAddress.objects.count() == 1


@pytest.mark.parametrize(
    ("email", "stdin", "words"),
    [
        ("nonsense", "correct horse battery\n", "Enter a valid email address."),
        ("a@b.example", "short\n", "This password is too short."),
        ("a@b.example", "\n", "Standard input was empty: no password was given."),
        ("a@b.example", "", "Standard input was empty: no password was given."),
    ],
)
def test_create_custodian_says_what_is_wrong(email, stdin, words):
    with pytest.raises(CommandError, match=words):
        create(email, "--password-stdin", stdin=stdin)

    assert get_user_model().objects.count() == 0


def test_create_custodian_does_not_switch_an_account_back_on():
    UserFactory(email="gone@people.example", is_active=False)

    with pytest.raises(CommandError, match="switched off"):
        create("gone@people.example")

    assert get_user_model().objects.get().groups.count() == 0
