"""The CV that comes with the form of an application: kept at once, whatever else is to be mended."""

import hashlib

from common.idempotency import once
from common.policies import SignedInRequest
from profiles.models import Curriculum
from profiles.services import set_cv

from ..eligibility import person_of
from ..forms import AnswersForm
from ..forms.own_cv import FILE


def cv_of(request: SignedInRequest) -> Curriculum | None:
    """One's own as it is now, if there is one."""
    return Curriculum.objects.filter(person=person_of(request.user)).first()


def keep(request: SignedInRequest, form: AnswersForm) -> None:
    """Hand in what was chosen, as on the page of the profile; its refusals stand at the field.

    A browser does not send a file again with a page that is shown again, so it is not waited for
    the rest of the form.
    """
    form.is_valid()
    upload, person = form.cleaned_data.get(FILE), person_of(request.user)
    if upload is None or person is None:
        return
    content = upload.read()
    # One page may send two files, one after the other; the same one twice is handed in once.
    key = form.key and hashlib.sha256(form.key.encode() + content).hexdigest()
    try:
        with once(key, actor=request.user, body={"at": request.path}) as attempt:
            if not attempt.repeated or cv_of(request) is None:
                set_cv(person, content, by=request.user)
    except ValueError as refused:
        form.add_error(FILE, str(refused))
    else:
        form.note_cv(cv_of(request))
