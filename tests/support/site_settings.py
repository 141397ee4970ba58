"""The settings of a Site under test: the embedded default with handles for the tests to pull."""

import json
import os

from forum.settings.dev import *  # noqa: F403

MIDDLEWARE = ["tests.support.pauses.PauseAnswers", *MIDDLEWARE]  # noqa: F405
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ACCOUNT_RATE_LIMITS = False

globals().update(json.loads(os.environ.get("FORUM_TEST_SETTINGS", "{}")))
