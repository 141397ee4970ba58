"""Why a file is not let in."""


class Refused(ValueError):
    """A file that is not let in: a sentence that says why and how to mend it."""


MIXED = "This file is two kinds of file in one. Save it again as PDF and hand that in."
ENCRYPTED = "This file has a password or is encrypted. Save it without one."
SWELLS = "This file unpacks to far more than it seems. Save it again without large pictures."
BROKEN = "This file is damaged or cut short. Save it again and choose it once more."
MACRO = "This file holds macros, programs or other files. Save it without them."
