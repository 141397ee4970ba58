"""What a refused request must leave as it was."""

from common.models import (
    ActivityEntry,
    Hibernation,
    MailChoice,
    Message,
    QuietHours,
    SentForm,
    Work,
)
from community.models import (
    Action,
    AgendaItem,
    Answer,
    Attendance,
    Booking,
    BookingPart,
    BookingSheet,
    CalendarKey,
    Comment,
    Consultation,
    Delegation,
    Event,
    EventState,
    HostCall,
    HostOffer,
    ItemNote,
    Meeting,
    MeetingNotes,
    MeetingSeries,
    MemberUpdate,
    OfficeHolder,
    Paper,
    Question,
    RemovalRequest,
    ReportRow,
    Response,
    SeriesMember,
    SheetPart,
    StandingItem,
    TaskGroup,
)
from desk.models import LeftToEnd, Newsletter, Subscriber
from impact.models import Ask, Consent, Outcome
from matching.models import (
    Appeal,
    Aside,
    Broker,
    Introduction,
    KnownLink,
    Match,
    MessageReport,
    Ring,
    RingArc,
    RingPart,
    RingSearch,
    ThreadBlock,
    ThreadMessage,
    WeightTrial,
)
from opportunities.models import (
    Agreement,
    AgreementParty,
    Application,
    ApplicationAnswer,
    ApplicationForm,
    Challenge,
    Decision,
    FeedbackRequest,
    Opportunity,
    OpportunityState,
    Partnership,
    Placement,
    PlacementRecord,
    Requirement,
    Review,
    SavedSearch,
    SeatEntry,
    UniversityContact,
)
from profiles.models import (
    AccessNeeds,
    Curriculum,
    HeldSkill,
    Interest,
    Invitation,
    JoinRequest,
    KeptText,
    Membership,
    Offer,
    OfferSkill,
    OfferState,
    Organisation,
    OrganisationState,
    Person,
    Reach,
    Relation,
    Rescue,
    User,
    WantedSkill,
)


def watched() -> dict[str, list]:
    """Every row that a refused request must leave as it was, by the name of its table."""
    models = (
        *(Opportunity, OpportunityState, Partnership, Challenge, Placement, Requirement),
        *(Offer, OfferState, OfferSkill, Organisation, OrganisationState, Membership),
        *(Invitation, JoinRequest, Rescue, Relation, Interest, SavedSearch),
        *(Person, AccessNeeds, Curriculum, KeptText, Reach, HeldSkill, WantedSkill),
        *(PlacementRecord, Agreement, AgreementParty, FeedbackRequest, UniversityContact),
        *(Application, ApplicationAnswer, ApplicationForm, SeatEntry, Review, Decision),
        *(HostCall, HostOffer, Hibernation, LeftToEnd, Newsletter, Subscriber),
        *(Booking, BookingPart, BookingSheet, SheetPart, CalendarKey),
        *(Event, EventState, Meeting, MeetingSeries, AgendaItem, StandingItem, Paper, MemberUpdate),
        *(MeetingNotes, ItemNote, Attendance, Action, RemovalRequest),
        *(OfficeHolder, TaskGroup, SeriesMember, Delegation),
        *(Consultation, Question, Response, Answer, Comment, ReportRow),
        *(Outcome, Consent, Ask, Broker, ThreadMessage, ThreadBlock, MessageReport),
        *(KnownLink, Ring, RingArc, RingPart, RingSearch),
        *(Appeal, Aside, WeightTrial),
        *(Introduction, Match, SentForm, Message, Work, MailChoice, QuietHours),
    )
    rows = {
        model._meta.label: list(model._default_manager.order_by("pk").values_list())
        for model in models
    }
    rows["users"] = list(User.objects.order_by("pk").values_list("pk", "email", "is_active"))
    rows["log"] = [ActivityEntry.objects.count()]
    return rows
