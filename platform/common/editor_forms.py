"""Forms of the page editor for records that have no revisions of their own."""

from typing import Any

from django import forms
from django.forms.models import model_to_dict
from wagtail.admin.forms import WagtailAdminModelForm

from .idempotency import digest


class RecordForm(WagtailAdminModelForm):
    """A record of the editor's: whoever saves second is asked first.

    A fingerprint of what was saved when the page was made travels with it; without one (a script)
    each sending stands alone.
    """

    version = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = self._fingerprint()

    def clean(self) -> dict[str, Any]:
        """Refuse to overwrite what was saved meanwhile, once; what was typed stays in the form."""
        given = super().clean() or self.cleaned_data
        seen, now = given.pop("version", ""), self._fingerprint()
        if seen and seen != now:
            self.data = self.data.copy()  # type: ignore[has-type]
            self.data[self.add_prefix("version")] = now
            self.add_error(
                None,
                "Somebody else saved changes after you opened this page. What you typed is kept "
                "below. Look at what is saved in another window, then save again to use yours.",
            )
        return given

    def _fingerprint(self) -> str:
        if not self.instance.pk:
            return ""
        saved = type(self.instance)._default_manager.get(pk=self.instance.pk)
        values = model_to_dict(saved, fields=[name for name in self.fields if name != "version"])
        return digest({name: _plain(value) for name, value in values.items()})


def _plain(value: Any) -> Any:
    """The keys of what a record is joined to, in order."""
    return sorted(row.pk for row in value) if isinstance(value, list) else value
