"""The versions of what people agree to. The words of one never change: new words are a new version.

The terms of a version stand in ``templates/profiles/terms/<version>.html``; the words of a choice stand
beside it on its form.
"""

from .choices import AgreedTo

VERSIONS = ("2026-11-22",)
CURRENT = VERSIONS[-1]

IN_FORCE = {
    AgreedTo.TERMS: CURRENT,
    AgreedTo.MATCHED: "2026-11-22",
    AgreedTo.MEMBERS: "2026-11-22",
    AgreedTo.PUBLIC: "2026-11-22",
    AgreedTo.ACCESS: "2026-11-22",
}
