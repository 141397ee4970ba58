"""Each form over what is there already: who sends it, and which field two people change."""

from matching.words.weights import WEIGHTS
from profiles.services.met import link_of
from tests.profiles.test_logos import picture
from tests.support import documents

from .addresses_consultations import CONSULTATION, QUESTION
from .addresses_impact import OUTCOME
from .addresses_pages import OFFICE
from .good_answers import AGREEMENT_TYPED, EVENT, MEETING, OFFER

LEVEL = "level_{}"


def changing(town) -> dict[str, tuple]:
    """Each form that changes something: (who, path, fields, field, one text, another text)."""
    ours, draft = town.ours.slug, town.expert_offer_draft.slug
    organisation = {"name": town.ours.name, "kind": str(town.ours.kind)}
    mapping = town.student_person.held.get(skill__name="Mapping").skill_id
    needs = town.draft_agreement.opportunity.requirements.all()
    aims = {LEVEL.format(need.skill_id): "2" for need in needs}
    when = {"hours_per_week": "5", "available_from": "", "available_until": ""}
    return {
        "outcome": (
            *(town.student, f"/outcomes/{town.outcome_draft.pk}/edit/", OUTCOME),
            *("for_whom", "Runners", "Cyclists"),
        ),
        "consent": (
            *(town.student, f"/outcomes/{town.outcome_draft.pk}/consent/", {}),
            *("publish", "yes", "no"),
        ),
        "organisation": (
            *(town.lead, f"/organisations/{ours}/edit/", organisation),
            *("summary", "Feeds people.", "Sorts referrals."),
        ),
        "aims": (town.lead, f"/organisations/{ours}/aims/", {}, "hosting", "looking", "full"),
        "registers": (
            *(town.lead, f"/organisations/{ours}/registers/", {}),
            *("company", "01112223", "01112231"),
        ),
        "offer": (
            *(town.expert, f"/offers/{draft}/edit/", OFFER),
            *("summary", "Half an hour.", "Two hours."),
        ),
        "skills of an offer": (
            *(town.expert, f"/offers/{draft}/skills/", {"action": "save"}),
            *(LEVEL.format(mapping), "2", "4"),
        ),
        "weights in draft": (
            town.custodian,
            f"/desk/matching/weights/{town.weights.pk}/",
            {name: str(town.weights.values[name]) for name in WEIGHTS},
            *("why", "To be fair.", "To be fairer."),
        ),
        "about": (
            *(town.student, "/me/profile/about/", {"name": "Zebedee", "stage": "student"}),
            *("summary", "I map stops.", "I clean tables."),
        ),
        "skills": (
            *(town.student, "/me/profile/skills/", {"action": "save"}),
            *(LEVEL.format(mapping), "1", "4"),
        ),
        "learn": (
            *(town.student, "/me/profile/learn/", {"action": "save"}),
            *(LEVEL.format(mapping), "2", "4"),
        ),
        "when": (town.student, "/me/profile/when/", when, "hours_per_week", "7", "9"),
        "links": (
            *(town.student, "/me/profile/links/", {}),
            *("links", "https://one.example/", "https://two.example/"),
        ),
        "access": (
            *(town.student, "/me/profile/access/", {}),
            *("text", "A quiet place.", "Step-free access."),
        ),
        "agreement": (
            *(town.lead, f"{town.draft_agreement.get_absolute_url()}edit/"),
            {**AGREEMENT_TYPED, **aims},
            *("days", "Mondays", "Fridays"),
        ),
        "what was noted": (
            *(town.custodian, f"{link_of(town.their_claim)}correct/"),
            {"name": "Somebody Met", "stage": "analyst"},
            *("summary", "Counts buses.", "Counts trams."),
        ),
        "round": (
            *(
                town.custodian,
                f"/desk{town.round.get_absolute_url()}edit/",
                {"title": "Town round"},
            ),
            *("summary", "For students.", "For analysts."),
        ),
        "booking": (
            *(town.student, town.bookings["student"].get_absolute_url()),
            {"act": "change", "name": "Zeb", "parts": [str(town.sheet.parts.all()[0].pk)]},
            *("access_needs", "A ramp.", "Large print."),
        ),
        "booking sheet": (
            *(town.custodian, f"{town.open_sheet.desk_url}edit/", {"purge_days": "28"}),
            *("places", "30", "40"),
        ),
        "event": (
            *(town.student, f"{town.event_drafts['student'].get_absolute_url()}edit/", EVENT),
            *("summary", "A short evening.", "A long evening."),
        ),
        "meeting": (
            *(town.custodian, f"/desk/meetings/{town.meeting_draft.pk}/edit/", MEETING),
            *("summary", "About buses.", "About trams."),
        ),
        "item of an agenda": (
            town.custodian,
            f"/desk/meetings/items/{town.item.pk}/edit/",
            {"title": "Bus stops", "kind": "ordinary", "minutes": "10"},
            *("text", "We counted.", "We count again."),
        ),
        "standing items": (
            *(town.custodian, f"/desk/meetings/series/{town.series.pk}/"),
            {"kind_1": "ordinary", "place_1": "1"},
            *("title_1", "Welcome", "Introductions"),
        ),
        "paper": (
            *(town.custodian, f"/desk/meetings/papers/{town.paper.pk}/edit/", {}),
            *("title", "Stops, counted", "Stops, mapped"),
        ),
        "update": (
            *(town.lead, f"{town.meeting.get_absolute_url()}update/?for={ours}", {}),
            *("text", "We count buses.", "We count trams."),
        ),
        "contact": (
            town.student,
            f"/meetings/items/{town.item.pk}/contact/",
            {"contact_shown": "on"},
            *("contact", "one@people.example", "two@people.example"),
        ),
        "line of attendance": (
            town.custodian,
            f"/desk/meetings/{town.noted.pk}/people/{town.lines['student'].pk}/",
            {"state": "attended"},
            *("name", "Priya Rao", "Una Kay"),
        ),
        "notes of an item": (
            town.custodian,
            f"/desk/meetings/{town.noted.pk}/notes/{town.noted_item.pk}/",
            {"reason": "A slip."},
            *("text", "Good talks.", "Long talks."),
        ),
        "decision": (
            town.custodian,
            f"/desk/meetings/{town.unnoted.pk}/decisions/1/",
            {},
            *("text", "We meet in May.", "We meet in June."),
        ),
        "action": (
            town.custodian,
            f"/desk/actions/{town.their_action.pk}/",
            {"act": "edit", "owners": "all"},
            *("text", "Read page one.", "Read page two."),
        ),
        "own action": (
            town.student,
            f"/me/actions/{town.own_actions['student'].pk}/",
            {"state": "open"},
            *("outcome", "I rang.", "I wrote."),
        ),
        "task group": (
            town.custodian,
            f"/desk/groups/{town.group.pk}/",
            {"ends_on": "2099-01-01"},
            *("purpose", "Count trees.", "Count stops."),
        ),
        "representative": (
            town.custodian,
            f"/desk/representatives/{town.delegation.pk}/",
            {"name": "Una Kay", "since": "2018-01-01", "until": "2099-01-01"},
            *("where", "The bus board", "The rail board"),
        ),
        "term of office": (
            *(town.custodian, f"/desk/offices/{town.office.pk}/", OFFICE),
            *("about", "Chairs the meetings.", "Writes the agenda."),
        ),
        **consultations(town),
        "newsletter": (
            *(town.custodian, f"/desk/newsletter/{town.letter.pk}/", {"title": "Spring news"}),
            *("body", "It rains.", "The sun shines."),
        ),
        "seen": (town.student, "/me/profile/seen/", {}, "visibility", "members", "public"),
    }


def consultations(town) -> dict[str, tuple]:
    """What is changed about consultations."""
    desk = "/desk/consultations/"
    question = f"{desk}{town.consultation_draft.pk}/questions/{town.draft_question.pk}/"
    answers = {f"q_{town.question.pk}": "Buses.", "consent": "no"}
    return {
        "consultation": (
            *(town.custodian, f"{desk}{town.consultation_draft.pk}/edit/", CONSULTATION),
            *("summary", "Where to?", "How far?"),
        ),
        "question": (
            *(town.custodian, question, QUESTION),
            *("text", "Which colour?", "Which shade?"),
        ),
        "answers": (
            *(town.student, "/consultations/open/respond/", answers),
            *("p_1", "More maps.", "Fewer maps."),
        ),
    }


def handing_in(town) -> dict[str, tuple]:
    """Forms with a file: (who, path, field, what makes a file)."""
    logo = f"/organisations/{town.ours.slug}/logo/"
    return {
        "CV": (town.student, "/me/cv/", "file", documents.pdf),
        "logo": (town.lead, logo, "logo", picture),
    }
