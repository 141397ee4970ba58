"""Examples beside the questions of posting: what a good answer looks like, and sometimes a weak one.

For somebody who has never written a brief. Pure words: no queries.
"""

from typing import NamedTuple

from .choices import Kind


class Example(NamedTuple):
    """A good answer; where it teaches something, a weak one and why it is weak."""

    good: str
    weak: str = ""
    why: str = ""


WHERE = {
    "district": Example(
        "Sandwell, because that is where our drivers start from.",
        "The West Midlands.",
        "Name the area that somebody would travel to. Choose no one area only if that is true.",
    ),
}
CHALLENGE = {
    "title": Example(
        "Which of our bus stops can nobody with a pushchair reach?",
        "Data project",
        "A question makes people curious, and says at once whether it is for them.",
    ),
    "description": Example(
        "We run a food pantry from a church hall in Foleshill. Since 2023 we have written down "
        "every family that was sent to us, and by whom. We can count them, but we cannot see "
        "which streets nobody sends us from. We would like a map that shows it, so that our two "
        "drivers know where to leaflet first.",
        "We need an AI dashboard to unlock insights from our data.",
        "It names a tool, not the problem. Say what you do, and what you cannot see or do today.",
    ),
    "benefit": Example(
        "About 300 families in three wards who do not reach us, and the nine volunteers who now "
        "drive around on a hunch.",
        "Everybody in the region.",
        "The smaller and nearer the group, the easier it is to tell whether it worked.",
    ),
    "tried": Example(
        "One of us made a pivot table last winter. It broke when the council’s file changed its "
        "columns, and nobody could mend it.",
        "Nothing worked.",
        "What went wrong saves the next person a month. Nothing yet is a good answer too.",
    ),
    "data_note": Example(
        "One spreadsheet, 4,100 rows since 2023: date, who referred, first half of the postcode, "
        "size of the family. About one in ten addresses is misspelt. No names.",
        "Lots of data in different places.",
        "Say what a row is, how many there are, since when, and what is wrong with it.",
    ),
    "sensitivity": Example(
        "A table of counts by ward that you would print in a newsletter is open. A file that you "
        "would give to somebody who signs for it is shared. If anybody could be known from it, "
        "even without a name, it is personal."
    ),
    "touches_vulnerable": Example(
        "Tick it for attendance of pupils, for a care home’s visits, or if whoever helps would "
        "sit in your youth club. Do not tick it for bus timetables."
    ),
    "result": Example(
        "A map for our trustees’ meeting in March, and a page of notes so that our coordinator "
        "can make next year’s alone.",
        "Better use of data.",
        "Say what you would hold in your hands, who would use it, and for what decision.",
    ),
    "answers_questions": Example(
        "The pantry’s coordinator, on Tuesday and Thursday mornings.",
        "Anybody here.",
        "One person who answers within days is what helpers miss most often.",
    ),
    **WHERE,
    "pattern": Example(
        "Somebody who has to see the paper forms comes to you once, then works at home: that is "
        "some of it with you, some from anywhere."
    ),
    "starts": Example("After the half-term holiday, when the coordinator is back."),
    "ends": Example(
        "Two weeks before the trustees meet, so that they can read it.",
        "As soon as possible.",
        "Give the day on which it is of no more use. Students plan by terms.",
    ),
    "days_of_effort": Example(
        "12 days: two to understand the file, six to clean and join it, two for the map, two to "
        "explain it. Look at what others with a similar title said."
    ),
    "closes": Example("Three weeks from now. Empty is right when you would take anybody any time."),
    "gives_back": Example(
        "A story that a student may tell in an interview, a talk at your open day, a reference. "
        "Tick only what you would surely do."
    ),
    "gives_back_note": Example("Bus fares, lunch from the pantry, and a letter from the trustees."),
    "find": Example(
        "Spreadsheets and maps, both by somebody who can do it with some help. Good to have: "
        "explaining numbers to people who do not like them.",
        "Ten skills, all essential, all of somebody who can lead others.",
        "Nobody fits such a list. Ask for the two or three without which it cannot be done.",
    ),
    "lawful_basis": Example(
        "Families signed a form that says “to see where our help is missing”: they said yes to "
        "this very use. If the form says nothing of it, choose that you do not know yet.",
    ),
    "agreed": Example("The trustees, in May, after our data protection lead had read it."),
    "seen_by": Example(
        "One student, in our office, on our laptop. Names and house numbers are taken out before.",
        "Only trusted people.",
        "Say how many, where, and what is taken out before they see it.",
    ),
    "harm": Example(
        "A street with few families could be known. We show no number below ten, and no map of "
        "single streets leaves the office.",
        "No.",
        "Almost always somebody could be: by being known, by a mistake, or by being left out.",
    ),
    "kept": Example(
        "On our own drive, which two people can open. The student’s copy is deleted with us "
        "watching, on the last day."
    ),
    "meets": Example("They would sit in the hall while families come in: yes, with one of us."),
    "checks": Example(
        "None: they work in the office when the hall is closed. If that changes, an enhanced DBS "
        "check, which we ask for and pay."
    ),
    "safeguarding": Example("Our safeguarding lead, who is in on every day that we open."),
}
PLACEMENT = {
    "title": Example(
        "Make sense of 600 reports about broken pavements",
        "Data intern",
        "Say what they would do. It is the first thing that a student reads, and often the last.",
    ),
    "description": Example(
        "You would sit with our two street inspectors in Walsall. In the first weeks you walk "
        "with them and clean the reports of the last three years. Then you find out which streets "
        "are reported most and mended last, and show it to the head of highways.",
        "Supporting the team with various data tasks.",
        "A student chooses by what a week looks like: with whom, on what, for whom.",
    ),
    "learns": Example(
        "To clean addresses, to draw a map that an inspector believes, and to speak in front of "
        "people who decide. Working level in both by the end.",
        "Valuable experience.",
        "Name skills, and how far they would come in them.",
    ),
    "result": Example(
        "A list of twenty streets that the inspectors agree with, and the steps to redo it."
    ),
    "pay_basis": Example(
        "A bursary of the university that goes to the student is funded. Wages from you are paid."
    ),
    "pay_amount": Example(
        "13.20 for an hour, or 2400 in all.",
        "Competitive",
        "It has to be a sum. We hold it against the minimum wage of the day on which it starts.",
    ),
    "funding_source": Example(
        "Half from our training budget, half from the university’s bursary for placements.",
        "To be confirmed.",
        "If you are still looking, say so in the next question. People respect that.",
    ),
    "funding_status": Example(
        "The council agrees in April: a bid is in. Nobody was asked yet: we are looking for it."
    ),
    "pay_exception": Example("Their course cannot be passed without twelve weeks of practice."),
    "hours_per_week": Example("15, on two days, so that lectures fit in."),
    "seats": Example("2: they learn from each other, and the inspectors can take two along."),
    "stages": Example("Undergraduates and those in a master’s year. Tick none to ask anybody."),
    "tentative": Example(
        "Tick it while the money, the room or the person who would look after them is not certain."
    ),
    "depends_on": Example(
        "Whether the trustees agree in January to pay for a second desk.",
        "Various internal factors.",
        "People decide by it whether to wait. Name the one thing that has to happen.",
    ),
    "decide_by": Example("A week after that meeting, so that there is time to write it down."),
    "supervisor": Example(
        "Whoever sits nearby and has an hour a week for them.",
        "The chief executive, who is away three days of five.",
        "First weeks go wrong when nobody is there to ask.",
    ),
    **WHERE,
    **{
        name: CHALLENGE[name]
        for name in ("pattern", "starts", "ends", "closes", "gives_back", "gives_back_note")
    },
    "days_of_effort": Example("30 days: two a week for fifteen weeks."),
    "find": CHALLENGE["find"],
}
JOB = {
    "title": Example(
        "Analyst for the bus network",
        "Data ninja wanted",
        "The plain name of the work is what people look for.",
    ),
    "description": Example(
        "You would say each month which of our 60 routes run late, and why. You need to know "
        "statistics and to like talking with drivers. We teach you the ticket data.",
        "A fast-paced role in a dynamic team.",
        "Say what is on the desk on a Monday, and what has to be known before the first day.",
    ),
    "employer_form_url": Example(
        "https://example.org/jobs/12",
        "https://example.org",
        "Lead to the very form. Who has to look for it gives up.",
    ),
    "pay_amount": Example(
        "31067 for a year: the lowest that you would pay.",
        "Depending on experience",
        "It has to be a sum. Fewer people apply where none is stated.",
    ),
    "hours_per_week": Example("37, or what you would agree to: 22 is fine to write."),
    **WHERE,
    "pattern": CHALLENGE["pattern"],
    "closes": Example("Four weeks from today, at the end of the day."),
}
PROPOSAL = {
    **CHALLENGE,
    "title": Example("Where could people walk more?", "Hackathon idea"),
    "description": Example(
        "We have counts of walkers from forty places in Wolverhampton, and opening times of every "
        "park. We would like to see in a day which short ways nobody takes, and ask why.",
        "Something with AI and health.",
        "Say what a handful of people would have in front of them, and what they would try first.",
    ),
}
PROPOSAL["title"] = PROPOSAL["title"]._replace(why="A question draws people in; an event does not.")
EXAMPLES: dict[str, dict[str, Example]] = {
    "proposal": PROPOSAL,
    Kind.CHALLENGE: CHALLENGE,
    Kind.PLACEMENT: PLACEMENT,
    Kind.JOB: JOB,
}


def beside(kind: str, name: str) -> Example | None:
    """What stands beside one question of one kind."""
    return EXAMPLES[kind].get(name)
