"""The address of the theory of change, which lower apps name and a Wagtail page answers."""

from django.http import HttpRequest, HttpResponse
from wagtail.views import serve

from common.policies import public


@public("The theory of change is for everyone to read and question.", row="P148")
def theory(request: HttpRequest) -> HttpResponse:
    """Hand over to the page that custodians edit at this address.

    The address has a name here so that a node can say where it is shown without knowing the CMS.
    """
    return serve(request, request.path)
