"""Somebody who reads pages and fills in forms through Django's test client, as a browser would.

Finds controls by their label, buttons and links by their words; sends what the page's own form
holds, hidden fields and CSRF token included. ``tests/browser/surfer.py`` has the same verbs.
"""

from urllib.parse import urljoin

from bs4 import BeautifulSoup, Tag
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from .seen import Seen, holding, path_of, squeezed

CONTROLS = ("input", "select", "textarea")


class Reader:
    """One visitor: cookies, a page in front of them, and all that they have seen."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.client = Client(enforce_csrf_checks=True)
        self.seen: list[Seen] = []
        self.page = BeautifulSoup("", "html.parser")
        self.files: dict[str, SimpleUploadedFile] = {}

    def open(self, address: str) -> None:
        """Type an address, or follow the one in a mail."""
        self._arrive(self.client.get(path_of(address), follow=True))

    def follow(self, words: str) -> None:
        """Click the first link whose words hold these: whole words, capitals and all."""
        wanted = holding(words)
        for link in self.page.find_all("a", href=True):
            if wanted.search(link.get_text()):
                self.open(urljoin(self.seen[-1].path, link["href"]))
                return
        raise self._lost(f"no link “{words}”")

    def fill(self, label: str, text: str) -> None:
        """Type into a field."""
        field = self._control(label)
        if field.name == "textarea":
            field.string = text
        else:
            field["value"] = text

    def choose(self, label: str) -> None:
        """Tick a box or choose a radio button."""
        field = self._control(label, types=("checkbox", "radio"))
        if field["type"] == "radio":
            for other in self._form(field).find_all("input", {"name": field["name"]}):
                del other["checked"]
        field["checked"] = ""

    def pick(self, label: str, option: str) -> None:
        """Choose from a list."""
        field = self._control(label, tags=("select",))
        wanted = [one for one in field.find_all("option") if squeezed(one.get_text()) == option]
        if not wanted:
            raise self._lost(f"no “{option}” under “{label}”")
        for one in field.find_all("option"):
            del one["selected"]
        wanted[0]["selected"] = ""

    def attach(self, label: str, name: str, content: bytes) -> None:
        """Choose a file."""
        field = self._control(label, types=("file",))
        self.files[field["name"]] = SimpleUploadedFile(name, content)

    def unfold(self, words: str) -> None:
        """Open a folded part; to a reader of the source it stands open already."""
        if not any(words in squeezed(one.get_text()) for one in self.page.find_all("summary")):
            raise self._lost(f"nothing folded called “{words}”")

    def press(self, words: str) -> None:
        """Press the first button with exactly these words, or else beginning with them."""
        buttons = self.page.find_all("button")
        named = {id(button): squeezed(button.get_text()) for button in buttons}
        exact = [one for one in buttons if named[id(one)] == words]
        for button in exact or [one for one in buttons if named[id(one)].startswith(words)]:
            assert not button.has_attr("disabled"), f"“{words}” cannot be pressed"
            self._send(self._form(button), button)
            return
        raise self._lost(f"no button “{words}”")

    def reads(self, *sentences: str) -> None:
        """Demand that the page says this."""
        for sentence in sentences:
            assert sentence in self.words, self._lost(f"nowhere “{sentence}”")

    @property
    def words(self) -> str:
        """What stands on the page, on one line."""
        return self.seen[-1].words

    @property
    def path(self) -> str:
        """Where the page is."""
        return self.seen[-1].path

    def _send(self, form: Tag, button: Tag) -> None:
        fields: dict[str, list[str]] = {}
        for control in form.find_all(CONTROLS):
            if control.get("name") and not control.has_attr("disabled"):
                fields.setdefault(control["name"], []).extend(_values(control))
        if button.get("name"):
            fields.setdefault(button["name"], []).append(button.get("value", ""))
        address = urljoin(self.seen[-1].path, form.get("action") or "")
        method = getattr(self.client, form.get("method", "get").lower())
        self._arrive(method(address, {**fields, **self.files}, follow=True))

    def _arrive(self, response) -> None:
        html = response.content.decode()
        query = response.request.get("QUERY_STRING", "")
        path = response.request["PATH_INFO"] + (f"?{query}" if query else "")
        self.seen.append(Seen(path, html, response.status_code))
        self.files = {}
        self.page = BeautifulSoup(html, "html.parser")
        assert response.status_code == 200, self._lost(f"answer {response.status_code}")

    def _control(self, label: str, *, tags=CONTROLS, types: tuple[str, ...] = ()) -> Tag:
        for found in self.page.find_all("label", {"for": True}):
            if not squeezed(found.get_text()).startswith(label):
                continue
            control = self.page.find(tags, {"id": found["for"]})
            if control is not None and (not types or control.get("type") in types):
                return control
        raise self._lost(f"no field “{label}”")

    def _form(self, control: Tag) -> Tag:
        named = control.get("form")
        form = self.page.find("form", {"id": named}) if named else control.find_parent("form")
        assert form is not None, f"{control} stands in no form"
        return form

    def _lost(self, what: str) -> AssertionError:
        return AssertionError(f"{self.name} finds {what} at {self.seen[-1]}")


def _values(control: Tag) -> list[str]:
    """What a browser would send for one control."""
    if control.name == "textarea":
        return [control.get_text().removeprefix("\n")]
    if control.name == "select":
        options = control.find_all("option")
        chosen = [one for one in options if one.has_attr("selected")] or options[:1]
        return [one.get("value", squeezed(one.get_text())) for one in chosen]
    if control.get("type") in ("checkbox", "radio"):
        return [control.get("value", "on")] if control.has_attr("checked") else []
    if control.get("type") in ("submit", "button", "image", "reset"):
        return []
    return [control.get("value", "")]
