"""Sixty-two invented challenges, placements and jobs, in every state they can be in."""

from typing import NamedTuple


class Brief(NamedTuple):
    """One opportunity. A skill's level is 1 to 4; a minus sign makes it desirable."""

    poster: str
    title: str
    problem: str
    skills: dict[str, int]
    themes: tuple[str, ...]
    days: int = 10
    pattern: str = "hybrid"
    gives: tuple[str, ...] = ("story",)
    state: str = "live"
    sensitivity: str = "open"


class Post(NamedTuple):
    """One placement: a brief with pay. ``pay`` is pounds an hour; a rolling one has no last day.

    Without ``seats`` it has one or two.
    """

    brief: Brief
    pay: str
    source: str
    weeks: int
    learns: str
    rolling: bool = False
    seats: int = 0


CARE = {
    "lawful_basis": "interests",
    "agreed": "Our data protection lead, and the trustees in September",
    "seen_by": "One analyst, in our office, on our computer. We take the names out before.",
    "harm": "Somebody could be known in a small street: we show no counts below ten.",
    "kept": "On our own drive, locked to two people. Deleted a month after the end.",
}


class Vacancy(NamedTuple):
    """One job. ``pay`` is pounds a year; people apply at the employer's own form."""

    poster: str
    title: str
    work: str
    pay: str
    themes: tuple[str, ...]


JOBS = [
    Vacancy("tamebridge-council", "Open data officer", "Publish what the council holds, answer those who use it, and say no to what nobody would read.", "33366", ("democracy-and-spending",)),
    Vacancy("canal-towns-health", "Analyst, population health", "Work out who misses out, with those who plan the clinics.", "38682", ("health-and-care",)),
]  # fmt: skip

CHALLENGES = [
    Brief("sowe-valley-pantry", "One list of who we lend to", "We lend slow cookers and school coats. Four notebooks say who has what. We would like one list that a volunteer can keep.", {"Spreadsheets": 2, "Data cleaning": 2, "Online forms": -2}, ("food",), 4),
    Brief("sowe-valley-pantry", "How much food do we waste?", "We weigh what comes in, and guess what goes out. Could we measure it for a month and know?", {"Data collection": 2, "Spreadsheets": 2, "Data visualisation": -2}, ("food", "environment-and-climate"), 6, state="draft"),
    Brief("brook-and-spade", "One waiting list from eight spreadsheets", "Seven sites, eight spreadsheets, and people who are on three of them. We would like one fair list.", {"Data cleaning": 2, "Spreadsheets": 3, "Deduplication": -2}, ("food", "planning-and-places"), 3, "remote", ("venue", "story")),
    Brief("brook-and-spade", "A map of plots that stand empty", "We walk the sites twice a year with a clipboard. A map would show which plots are free, and which flood.", {"Mapping": 2, "QGIS": -2, "Mobile data collection": -2}, ("planning-and-places", "environment-and-climate"), 6),
    Brief("befrienders-link", "Did befriending help?", "140 older people have had a caller for a year. Design a light survey and look at what changed.", {"Survey design": 3, "Survey analysis": 2, "Statistics": -2}, ("older-people", "health-and-care"), 12, "hybrid", ("feedback", "story"), "live", "personal"),
    Brief("befrienders-link", "Who should ring whom?", "We match callers and older people by memory. Is there a fairer way that we can explain?", {"Process mapping": 2, "Spreadsheets": 3, "Data ethics": -2}, ("older-people",), 8, state="waiting", sensitivity="personal"),
    Brief("icknield-circle", "Which bus stops can people actually use?", "We walked 96 stops and noted kerbs, seats, lights. Turn it into a map that the council cannot ignore.", {"Mapping": 3, "Data cleaning": 2, "Data storytelling": -3}, ("transport",), 10, "hybrid", ("story", "introductions")),
    Brief("icknield-circle", "Repairs: what is reported, what is done", "Neighbours report the same leak six times. We asked for the records and got 4,000 rows.", {"Data analysis": 2, "Data cleaning": 3, "Data visualisation": -2}, ("housing-and-homelessness",), 12, "hybrid", ("story", "data")),
    Brief("icknield-circle", "Where are the street trees?", "Two maps disagree by 300 trees. Walk a sample, and say which to trust.", {"Sampling": 2, "Mapping": 2, "Mobile data collection": -2}, ("environment-and-climate",), 8, state="needs_changes"),
    Brief("black-country-warm-homes", "Cold homes that nobody has found", "Join energy certificates to our visits: which streets have we never knocked on?", {"Data linkage": 3, "Mapping": 3, "Open data reuse": -2}, ("energy", "housing-and-homelessness"), 15, "hybrid", ("story", "data")),
    Brief("black-country-warm-homes", "One page for each street", "An infographic that an adviser can leave behind: what help there is, who has had it, what it saved.", {"Infographics": 2, "Plain English": 3, "Spreadsheets": -2}, ("energy",), 5, "remote"),
    Brief("kites-nest", "Young people say what to measure", "Funders ask for attendance. Members would rather count other things. Help them to choose and to count.", {"Facilitation": 3, "Survey design": 2, "Co-production": -2}, ("children-and-young-people",), 10, "on_site", ("students", "story"), "live", "personal"),
    Brief("kites-nest", "A sign-in that is not a clipboard", "Three hundred names an evening in bad handwriting. A form on an old tablet, safe for children's data.", {"Online forms": 2, "Personal data protection": 2, "Databases": -2}, ("children-and-young-people",), 8, "on_site", ("students",), "waiting", "personal"),
    Brief("smestow-advice", "Which problems come back?", "Some clients return within a year. What did we miss the first time? Case records, no names.", {"Data analysis": 3, "Regression": -2, "Anonymisation": 2}, ("money-and-advice",), 14, "on_site", ("feedback", "story"), "live", "shared"),
    Brief("smestow-advice", "Our figures for the funder, without the weekend", "Every quarter two of us lose a weekend to a report. Could it write itself from the case system?", {"Report automation": 2, "Microsoft Excel": 3, "Power Query": -2}, ("money-and-advice",), 6, "remote"),
    Brief("smestow-advice", "Where are people when they ask for help too late?", "Eviction dates beside first contacts, by ward.", {"Data analysis": 2, "Mapping": -2, "Data visualisation": 2}, ("housing-and-homelessness", "money-and-advice"), 9, state="closed", sensitivity="shared"),
    Brief("arden-carers", "What do carers type at two in the morning?", "Anonymous searches on our helpline page, two years of them. What do people look for and not find?", {"Text analysis": 2, "Thematic analysis": -2, "Web analytics": -2}, ("health-and-care",), 9, "remote", ("feedback",)),
    Brief("arden-carers", "A directory that stays true", "Half of our list of services is out of date within six months. How do others keep theirs?", {"Service directories": 2, "Data quality": 2, "Open data publishing": -2}, ("health-and-care",), 8, "hybrid", ("introductions", "story")),
    Brief("rowley-toolbank", "What breaks, and when?", "Every loan is in a book. Before we buy another drill, what breaks and what is never lent?", {"Data entry": 2, "Spreadsheets": 2, "Data visualisation": -2}, ("environment-and-climate",), 5, state="waiting"),
    Brief("tamebridge-council", "Plain words for 300 datasets", "Our open data page says things like ‘NNDR_EXTRACT_V3’. Write descriptions that a resident can read.", {"Metadata": 3, "Plain English": 3, "Open data publishing": 2}, ("democracy-and-spending",), 15, "remote", ("data", "story")),
    Brief("tamebridge-council", "Who answers our consultations?", "The same four wards do. Compare three years of answers with who lives where.", {"Survey analysis": 3, "Population analysis": 2, "Data visualisation": -3}, ("democracy-and-spending",), 12, "hybrid", ("data", "talk")),
    Brief("tamebridge-council", "Spending over £500, readable", "We publish the file each month. Nobody reads it. Make it something that a parish councillor would open.", {"Data cleaning": 3, "Grants and spending data standards": -2, "Dashboards": 2}, ("democracy-and-spending",), 10, "remote", ("data",)),
    Brief("canal-towns-health", "Missed appointments, and the bus", "Do people miss clinics because the bus does not go there? Times and stops, no patient records.", {"Spatial analysis": 3, "Transport analysis": -3, "Statistics": 2}, ("health-and-care", "transport"), 20, "hybrid", ("data", "story", "talk")),
    Brief("canal-towns-health", "Words for a health letter", "Test four versions of a screening invitation with people who did not come last time.", {"User research": 3, "Plain English": 3, "A/B testing": -2}, ("health-and-care",), 14, "hybrid", ("feedback", "story")),
    Brief("canal-towns-health", "One dashboard, or eleven?", "Eleven teams built eleven dashboards. Which three would anybody miss?", {"Power BI": 3, "Requirements gathering": 3, "User research": -2}, ("health-and-care",), 12, state="closed", sensitivity="shared"),
    Brief("three-spires-transport", "Where is the next crossing?", "Near misses reported by residents, collisions recorded by police: do they agree?", {"Spatial statistics": 2, "Mapping": 3, "Data linkage": -2}, ("transport", "community-safety"), 14, "remote", ("data", "story")),
    Brief("three-spires-transport", "Timetables that other people can use", "Publish community transport in the same format as the buses.", {"Transport data standards": 2, "Data validation": 2, "Python": -2}, ("transport",), 12, "remote", ("data", "introductions")),
    Brief("three-spires-transport", "A catalogue of transport data", "Nobody knows who holds what. List it once, with a contact and a licence.", {"Data cataloguing": 2, "Metadata": 3, "DCAT": -2}, ("transport",), 10, state="needs_changes"),
    Brief("heart-valley-fire", "Which homes should we visit first?", "Nine thousand visits a year. A fair, explainable order, that our crews would trust.", {"Predictive modelling": 3, "Algorithmic fairness": 3, "Explainable models": -3}, ("community-safety", "housing-and-homelessness"), 25, "on_site", ("data", "talk", "story"), "live", "personal"),
    Brief("heart-valley-fire", "False alarms by building", "A third of our calls. Which buildings, which detectors, what would help?", {"Data analysis": 2, "SQL": 2, "Data visualisation": -2}, ("community-safety",), 8, "hybrid", ("data",)),
    Brief("rea-hill-homes", "Eight lists of people without a home", "Agree one way to count, so that nobody is counted twice or not at all.", {"Data standards": 3, "Data sharing agreements": 3, "Facilitation": -3}, ("housing-and-homelessness",), 20, "on_site", ("introductions", "story"), "live", "personal"),
    Brief("rea-hill-homes", "Empty homes and council tax", "Which of 400 empty homes are coming back, and which are not?", {"Survival analysis": 2, "R": -2, "Data cleaning": 3}, ("housing-and-homelessness",), 10, "remote", ("data",)),
    Brief("rea-hill-homes", "Damp, in order", "Six thousand surveys as PDFs. Get the readings out, and say where to go first.", {"Extracting data from documents": 2, "Python": 3, "Data quality": -2}, ("housing-and-homelessness", "health-and-care"), 14, state="cancelled", sensitivity="shared"),
    Brief("blythe-libraries", "Who came before the books did?", "Transcribe a burial register of 12,000 entries with volunteers, well enough to search.", {"Citizen science": 2, "Data quality": 2, "Digital preservation": -2}, ("culture-and-sport",), 20, "hybrid", ("data", "venue", "story")),
    Brief("blythe-libraries", "Opening hours that people believe", "Three websites, three answers. One source that the maps pick up.", {"Identifiers and reference data": 2, "API use": 2, "Website management": -2}, ("culture-and-sport",), 5, "remote"),
    Brief("cinder-bank", "Licences in our own code", "A small firm needs to know what it uses and what it owes.", {"Open source software": 2, "Open licensing": 3, "Scripting": -2}, ("local-business",), 4, "remote", ("students", "credit")),
    Brief("sowe-valley-pantry", "Opening hours that fit shift workers", "We counted who came and when. It changed our Tuesdays.", {"Data analysis": 2, "Spreadsheets": 2}, ("food",), 4, state="closed"),
    Brief("kites-nest", "A studio booking that teenagers use", "They built it, with help.", {"Prototyping": 2, "User research": 2}, ("children-and-young-people",), 10, state="filled"),
]  # fmt: skip

PLACEMENTS = [
    Post(Brief("tamebridge-council", "Make the bus stop audit usable", "Turn a stop-by-stop audit into an open dataset that others can understand, with the people who walked it.", {"SQL": 2, "Metadata": 2, "Mapping": 2}, ("transport",), 60, "on_site"), "12.85", "Council apprenticeship and skills budget", 12, "SQL to practitioner, publishing open data, presenting to councillors.", rolling=True),
    Post(Brief("tamebridge-council", "Junior analyst, insight team", "Answer real questions from councillors within a week, with somebody beside you.", {"Microsoft Excel": 2, "Data analysis": 2, "Power BI": -2}, ("democracy-and-spending",), 60, "hybrid"), "13.15", "Council graduate fund", 26, "Power BI, writing for decision makers."),
    Post(Brief("tamebridge-council", "Planning applications, found again", "Forty years of planning notices: read, tag, map.", {"Text analysis": 2, "Python": 2, "Mapping": -2}, ("planning-and-places",), 40, "hybrid"), "12.85", "Council digital fund", 10, "Text analysis, mapping."),
    Post(Brief("rea-hill-homes", "Plain words for a housing data standard", "Test a draft standard with three outreach teams and write up what breaks.", {"Metadata": 2, "Interviewing": 2, "Explaining data to non-specialists": 2}, ("housing-and-homelessness",), 40, "remote"), "13.15", "Homelessness prevention grant", 20, "Data standards, interviewing."),
    Post(Brief("rea-hill-homes", "Repairs data, from the van to the board", "Follow one repair through four systems, and draw what happens to it.", {"Process mapping": 2, "SQL": 2, "Data quality": -2}, ("housing-and-homelessness",), 50, "on_site"), "12.85", "Own funds", 14, "Data quality, process mapping, SQL."),
    Post(Brief("canal-towns-health", "Public health analyst, trainee", "Help to find out who misses screening, and why.", {"Statistics": 2, "R": 2, "Inequality analysis": -2}, ("health-and-care",), 60, "hybrid"), "13.40", "Health workforce fund", 24, "Epidemiology, R, working with clinicians."),
    Post(Brief("canal-towns-health", "A dashboard that wards open", "Work with one ward until the page is worth looking at.", {"Power BI": 2, "User research": -2, "Dashboards": 2}, ("health-and-care",), 50, "on_site"), "12.85", "Digital health fund", 12, "Dashboards, user research.", seats=2),
    Post(Brief("three-spires-transport", "Cycling counts, cleaned", "Sixty counters, some asleep. Find the gaps, mend what can be mended, publish.", {"Python": 2, "Data cleaning": 2, "Time series analysis": -2}, ("transport", "environment-and-climate"), 40, "hybrid"), "12.85", "Active travel fund", 10, "Time series, open data publishing."),
    Post(Brief("three-spires-transport", "Understanding the night bus", "Who uses it, who would, who is afraid to.", {"Survey design": 2, "Interviewing": 2, "Mapping": -2}, ("transport", "community-safety"), 40, "on_site"), "12.85", "Safer travel fund", 10, "Survey design, mapping."),
    Post(Brief("heart-valley-fire", "Prevention analyst", "Join visits and incidents, and say in words what it means.", {"SQL": 2, "Data visualisation": 2, "Statistics": 2}, ("community-safety",), 60, "hybrid"), "13.15", "Prevention budget", 20, "Statistics, explaining to crews."),
    Post(Brief("blythe-libraries", "An archive that machines can read", "Catalogue records to linked data, one collection at a time.", {"Linked data": 1, "Metadata": 2, "Python": -1}, ("culture-and-sport",), 50, "hybrid"), "12.95", "Heritage grant", 14, "Linked data, Python.", seats=3),
    Post(Brief("sowe-valley-pantry", "Data helper, two days a week", "Keep the new list, answer the trustees' questions, teach a volunteer.", {"Spreadsheets": 2, "Data cleaning": 2, "Communication": 2}, ("food",), 24, "on_site"), "12.95", "Community fund grant", 12, "Running data in a small charity, presenting to trustees."),
    Post(Brief("black-country-warm-homes", "Energy data analyst", "Certificates, visits, bills: one picture of cold homes.", {"R": 2, "Mapping": 2, "Data linkage": -2}, ("energy",), 50, "hybrid"), "12.85", "Energy redress fund", 16, "Data linkage, mapping."),
    Post(Brief("smestow-advice", "Case records analyst", "Help advisers to see patterns without seeing people.", {"Anonymisation": 2, "SQL": 2, "Data analysis": 2}, ("money-and-advice",), 40, "on_site", ("story",), "live", "personal"), "12.85", "Advice quality grant", 12, "Anonymisation, working with confidential data."),
    Post(Brief("kestrel-and-loom", "Junior map maker", "Make maps for councils and charities; learn to say no to the wrong one.", {"QGIS": 2, "Mapping": 2, "Python": -1}, ("planning-and-places",), 60, "on_site"), "13.40", "Own funds", 24, "Spatial analysis, PostGIS, clients."),
    Post(Brief("cinder-bank", "Junior developer, public sector team", "Small changes to systems that people depend on.", {"Python": 2, "Git": 2, "SQL": -2}, ("local-business",), 60, "hybrid"), "13.60", "Own funds", 26, "Testing, code review, working with councils."),
    Post(Brief("signal-box", "Forecasting intern", "Bus demand by stop, and how sure we are.", {"Python": 2, "Statistics": 2, "Forecasting": -2}, ("transport",), 50, "hybrid"), "13.15", "Own funds", 12, "Forecasting, explaining uncertainty."),
    Post(Brief("brindley-dashboards", "Chart maker for charities", "One charity a week: one good chart each.", {"Data visualisation": 2, "Power BI": 2, "Communication": -2}, ("local-business",), 40, "hybrid"), "12.85", "Own funds", 12, "Chart design, clients."),
    Post(Brief("heart-valley-fire", "Water rescue records", "Ten years of rescues, mapped and explained.", {"Mapping": 2, "Data cleaning": 2}, ("community-safety",), 30, "hybrid", ("story",), "filled"), "12.95", "Prevention budget", 10, "Mapping."),
    Post(Brief("tamebridge-council", "Open data officer's assistant", "Publish twenty datasets and answer those who use them.", {"Open data publishing": 2, "Metadata": 2}, ("democracy-and-spending",), 50, "hybrid", ("story",), "waiting"), "12.60", "Council digital fund", 16, "Open data publishing, answering users."),
    Post(Brief("canal-towns-health", "Carers in the records", "Find out how carers are recorded, if at all.", {"SQL": 2, "Interviewing": 2}, ("health-and-care",), 40, "hybrid", ("story",), "cancelled"), "12.85", "Digital health fund", 12, "Health records."),
]  # fmt: skip
