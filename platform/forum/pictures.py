"""Pictures of pages and logos, at the sizes that pages show."""

from pathlib import Path

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe
from django.views.static import serve

from common.policies import public

FOLDER = "images"
"""Where Wagtail keeps what it drew. The originals lie beside it and are not served: a photograph
tells where it was taken."""
A_MONTH = 30 * 86_400


@public("Pictures of public pages; personal files never lie there.")
@require_safe
def picture(request: HttpRequest, name: str) -> HttpResponseBase:
    """One drawn picture. Its name changes with its content, so browsers may keep it."""
    response = serve(request, name, document_root=str(Path(settings.MEDIA_ROOT) / FOLDER))
    if isinstance(response, FileResponse):
        patch_cache_control(response, public=True, max_age=A_MONTH)
    return response
