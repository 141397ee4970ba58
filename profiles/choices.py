"""Which kinds, stages and states people, organisations and offers have; which moves are allowed."""

from django.db import models


class OrganisationKind(models.TextChoices):
    PUBLIC = "public", "Public body"
    UNIVERSITY = "university", "University"
    BUSINESS = "business", "Business"
    COMMUNITY = "community", "Community organisation"


class Role(models.TextChoices):
    """How somebody speaks for an organisation."""

    LEAD = "lead", "Lead"
    SUPERVISOR = "supervisor", "Supervisor"
    MEMBER = "member", "Member"


RANK: dict[str, int] = {Role.MEMBER: 1, Role.SUPERVISOR: 2, Role.LEAD: 3}


class Purpose(models.TextChoices):
    """What brings somebody here. Several at once are usual."""

    APPLY = "apply", "I look for a placement, a job or something to learn from"
    OFFER = "offer", "I can give expertise, time, data or a room"
    POST = "post", "I would like help with data"


class Stage(models.TextChoices):
    STUDENT = "student", "Student"
    GRADUATE = "graduate", "Graduate"
    ANALYST = "analyst", "Working analyst"
    RESEARCHER = "researcher", "Researcher"
    RETURNER = "returner", "Coming back to work"
    EXPERT = "expert", "Expert"


class Visibility(models.TextChoices):
    """Who may see a person. It starts closed."""

    PRIVATE = "private", "Private"
    MATCHED = "matched", "Matched"
    MEMBERS = "members", "Members"
    PUBLIC = "public", "Public"


class Scope(models.TextChoices):
    """What a disclosure opens. The first three include the one before; the others stand alone."""

    CARD = "card", "Unnamed card"
    NAME = "name", "Name and profile"
    CONTACT = "contact", "Contact details"
    ACCESS = "access", "Access needs"
    CV = "cv", "CV"


class Scan(models.TextChoices):
    """Whether an outside scanner has looked at a file. What it finds harmful is removed at once."""

    UNCHECKED = "unchecked", "Not checked for viruses"
    WAITING = "waiting", "Being checked for viruses"
    CLEAN = "clean", "Checked for viruses: none found"


LOOKED = "profiles.looked_at"
"""The verb of the activity log for somebody using what a disclosure opened to them."""


class Day(models.TextChoices):
    MONDAY = "mon", "Monday"
    TUESDAY = "tue", "Tuesday"
    WEDNESDAY = "wed", "Wednesday"
    THURSDAY = "thu", "Thursday"
    FRIDAY = "fri", "Friday"
    SATURDAY = "sat", "Saturday"
    SUNDAY = "sun", "Sunday"


class ReachBy(models.TextChoices):
    """How somebody gets to a district: words, never coordinates or minutes."""

    FOOT = "foot", "Foot or bicycle"
    BUS = "bus", "Bus or tram"
    TRAIN = "train", "Train"
    CAR = "car", "Car"


class OfferKind(models.TextChoices):
    HOUR = "hour", "An hour or two (an office hour)"
    MENTORING = "mentoring", "Mentoring"
    TRAINING = "training", "Training"
    PROJECT_TEAM = "project_team", "A project team"
    COHORT = "cohort", "A cohort of students"
    VENUE = "venue", "A venue"
    DATA = "data", "Data"
    FUNDING = "funding", "Funding"


class OfferLifecycle(models.TextChoices):
    OPEN = "open", "Open"
    PAUSED = "paused", "Paused"
    FULL = "full", "Full"
    EXPIRED = "expired", "Run out"
    CLOSED = "closed", "Closed"


OFFER_MOVES: dict[str, frozenset[str]] = {
    OfferLifecycle.OPEN: frozenset({"paused", "full", "expired", "closed"}),
    OfferLifecycle.PAUSED: frozenset({"open", "expired", "closed"}),
    OfferLifecycle.FULL: frozenset({"open", "expired", "closed"}),
    OfferLifecycle.EXPIRED: frozenset({"open", "closed"}),
    OfferLifecycle.CLOSED: frozenset(),
}


class InReturn(models.TextChoices):
    """What one side may give the other back. Asked for by offers, given by opportunities."""

    STORY = "story", "A story we may tell"
    DATA = "data", "Data to work with"
    VENUE = "venue", "A room or venue"
    CREDIT = "credit", "Credit towards a course"
    FEEDBACK = "feedback", "Feedback from the people it is for"
    TALK = "talk", "A talk to our people or students"
    STUDENTS = "students", "Work with students"
    INTRODUCTIONS = "introductions", "Introductions to others"
    PROBLEM = "problem", "A real problem to work on"
    RESEARCH = "research", "A partner in research"
    HOST = "host", "A host for a placement"


class Register(models.TextChoices):
    """The public registers that :mod:`profiles.registers` knows."""

    CHARITY = "charity", "Charity number"
    COMPANY = "company", "Company number"
    COUNCIL = "council", "Council code"
    ROR = "ror", "ROR identifier"


class Hosting(models.TextChoices):
    """How an organisation feels about hosting a student or an analyst."""

    LOOKING = "looking", "Looking for somebody"
    INTERESTED = "interested", "Interested, tell us more"
    FULL = "full", "Full for now"
    NOT_NOW = "not_now", "Not now"


class HowJoined(models.TextChoices):
    """What made somebody a member: every membership traces to one grant."""

    FOUNDED = "founded", "Registered the organisation"
    ADDED = "added", "Added by a lead"
    INVITED = "invited", "Took up an invitation"
    ASKED = "asked", "Asked, and a lead agreed"


class InvitationState(models.TextChoices):
    WAITING = "waiting", "Waiting for an answer"
    ACCEPTED = "accepted", "Accepted"
    DECLINED = "declined", "Declined"
    WITHDRAWN = "withdrawn", "Taken back"
    EXPIRED = "expired", "Run out"


INVITATION_MOVES: dict[str, frozenset[str]] = {
    InvitationState.WAITING: frozenset({"accepted", "declined", "withdrawn", "expired"}),
}


class JoinState(models.TextChoices):
    WAITING = "waiting", "Waiting for a lead"
    APPROVED = "approved", "Agreed"
    DECLINED = "declined", "Declined"
    WITHDRAWN = "withdrawn", "Taken back"
    EXPIRED = "expired", "Run out"


JOIN_MOVES: dict[str, frozenset[str]] = {
    JoinState.WAITING: frozenset({"approved", "declined", "withdrawn", "expired"}),
}


class AddressAnswer(models.TextChoices):
    """What became of a question whether an address may be added to an account."""

    WAITING = "waiting", "Waiting for the main address"
    YES = "yes", "Added"
    STOPPED = "stopped", "Stopped"
    TAKEN_BACK = "back", "Taken back"


class ReportState(models.TextChoices):
    """What became of a report about a profile."""

    WAITING = "waiting", "Waiting"
    UPHELD = "upheld", "The profile was hidden"
    CLEARED = "cleared", "Left as it is"


REPORT_MOVES: dict[str, frozenset[str]] = {
    ReportState.WAITING: frozenset({ReportState.UPHELD, ReportState.CLEARED}),
}


class WhyRescue(models.TextChoices):
    """Why an organisation needs a custodian to find it a lead."""

    LEFT = "left", "Its last lead is gone"
    ASKED = "asked", "Its lead cannot go on and has nobody to hand over to"


class ClaimKind(models.TextChoices):
    """What a custodian entered about somebody they met."""

    PERSON = "person", "A person"
    ORGANISATION = "organisation", "An organisation"


class RelationKind(models.TextChoices):
    """What already joins two organisations."""

    WORKS_WITH = "works_with", "They work together already"
    FUNDS = "funds", "One funds the other"
    SUPPLIES = "supplies", "One supplies the other"
    PART_OF = "part_of", "One is part of the other"


class Nature(models.TextChoices):
    """Why somebody, or an organisation, should not be matched with an organisation."""

    WORK = "work", "Work there, now or not long ago"
    FAMILY = "family", "Family or a close friend there"
    MONEY = "money", "Money: a contract, shares, a grant"
    OVERSIGHT = "oversight", "One inspects, regulates or marks the other"
    OTHER = "other", "Another reason"


class AgreedTo(models.TextChoices):
    """What somebody may agree to. Each has a version of its words."""

    TERMS = "terms", "The terms"
    MATCHED = "matched", "Being matched without a name"
    MEMBERS = "members", "Being seen by members"
    PUBLIC = "public", "Being seen by anybody"
    ACCESS = "access", "A host reading what helps you to work"


class HowAgreed(models.TextChoices):
    """Where it was said."""

    SIGN_UP = "sign_up", "When the account was made"
    ASKED = "asked", "When a new version came"
    PROFILE = "profile", "On the profile"
    CLAIM = "claim", "By the link in a mail"
