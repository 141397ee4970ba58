"""A place to stand still, so that a test can kill a process at a chosen moment."""

import time

from django.conf import settings


class PauseAnswers:
    """Holds back the answer to a POST, after everything was committed and every bell rung.

    While ``VAR_DIR/pause-answers`` exists; ``VAR_DIR/paused`` then says that it happened.
    """

    def __init__(self, get_response) -> None:
        """As Django asks."""
        self.get_response = get_response

    def __call__(self, request):
        """Let the work be done, then wait for ever, or until the file is gone."""
        response = self.get_response(request)
        pause = settings.VAR_DIR / "pause-answers"
        if request.method == "POST" and pause.exists():
            (settings.VAR_DIR / "paused").touch()
            while pause.exists():
                time.sleep(0.05)
        return response
