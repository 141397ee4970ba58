"""Forty invented offers: who gives, what, with which skills, and what they would like back."""

from typing import NamedTuple


class Gift(NamedTuple):
    """One offer of the demo region. ``giver`` is an organisation's slug, or "" for an expert."""

    giver: str
    kind: str
    title: str
    summary: str
    skills: dict[str, int]
    hours: int
    asks: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    live: bool = True


OFFERS = [
    Gift("arden-vale", "project_team", "A team of four final-year students, with a supervisor", "Ten weeks of a team's time on one question.", {"Data cleaning": 2, "Data analysis": 3, "Data visualisation": 2, "Mapping": 2}, 160, ("data", "feedback"), ("food", "health-and-care")),
    Gift("arden-vale", "cohort", "Forty dissertations looking for a real question", "Master's students choose a question in January and hand in by September.", {"Statistics": 3, "Python": 3, "Machine learning": 2}, 400, ("data", "students"), ("health-and-care",)),
    Gift("arden-vale", "hour", "An hour on health data and consent", "A lecturer looks at your form and says what is missing.", {"Personal data protection": 4, "Data ethics": 4, "Consent management": 3}, 2),
    Gift("new-street", "project_team", "A data clinic on the first Friday", "Bring a spreadsheet, leave with a plan.", {"Data cleaning": 3, "Spreadsheets": 4, "Statistics": 3}, 24, ("story",)),
    Gift("new-street", "training", "Statistics without fear, one morning", "For charities: averages, samples and when to worry.", {"Statistics": 4, "Survey analysis": 3, "Teaching": 3}, 4, ("talk",), ("money-and-advice",)),
    Gift("new-street", "cohort", "Twelve policy students who can interview", "They ask, write up and present.", {"Interviewing": 3, "Thematic analysis": 3, "Report writing": 3}, 120, ("feedback",), ("housing-and-homelessness", "older-people")),
    Gift("black-country-college", "cohort", "Apprentices for a day a week", "Two apprentices, a day a week, for twelve weeks.", {"Microsoft Excel": 3, "Power BI": 2, "SQL": 2}, 168, ("students",), ("jobs-and-skills",)),
    Gift("black-country-college", "venue", "A computer room on Wednesdays", "Thirty machines, parking, a lift.", {"Event organising": 2}, 40, ("talk",)),
    Gift("black-country-college", "training", "Power BI from nothing, two evenings", "For anybody who reports figures to funders.", {"Power BI": 4, "Dashboards": 3, "Teaching": 3}, 6, ("feedback",)),
    Gift("soho-institute", "project_team", "Three designers for a form that people give up on", "Research, redraw, test with the people who use it.", {"User research": 3, "User experience design": 3, "Plain English": 3}, 90, ("story",), ("health-and-care",)),
    Gift("soho-institute", "hour", "Is it accessible? A one-hour look", "We use your page with a screen reader and tell you.", {"Accessibility of digital services": 4, "Inclusive design": 3}, 2),
    Gift("soho-institute", "mentoring", "Mentoring for anybody's first survey", "Three calls over a month.", {"Survey design": 4, "User research": 3, "Mentoring": 3}, 6),
    Gift("kestrel-and-loom", "hour", "A mapping specialist, for two half-days", "Bring the addresses; take home the map and the method.", {"Mapping": 4, "Geographic information systems": 4, "QGIS": 4, "Explaining data to non-specialists": 3}, 8, ("story",), ("transport", "planning-and-places")),
    Gift("kestrel-and-loom", "training", "QGIS for beginners", "A morning, six people, your own data.", {"QGIS": 4, "Mapping": 4, "Teaching": 3}, 4, ("venue",)),
    Gift("kestrel-and-loom", "data", "Walking-time maps for any address in the region", "Give us a point, get fifteen minutes on foot.", {"Spatial analysis": 4, "OpenStreetMap": 3}, 12, ("story",), ("transport",)),
    Gift("cinder-bank", "hour", "What should we ask a supplier?", "A developer reads the contract with you.", {"Requirements gathering": 4, "Public procurement of data and digital": 3}, 3, (), ("democracy-and-spending",)),
    Gift("cinder-bank", "project_team", "Two engineers for a week of joining things up", "Forms to spreadsheet to report, so that nobody retypes.", {"API use": 4, "Data integration": 4, "Workflow automation": 3, "Python": 4}, 70, ("story", "students")),
    Gift("cinder-bank", "mentoring", "A mentor for somebody learning to code", "Half an hour a week for a term.", {"Python": 4, "Git": 4, "Mentoring": 3}, 8, ("introductions",), ("jobs-and-skills",)),
    Gift("larch-lane", "hour", "Can we share this? An hour to find out", "We walk through the purpose, the law and the worry.", {"Data sharing agreements": 4, "Personal data protection": 4, "Data ethics": 3}, 2),
    Gift("larch-lane", "training", "Data protection for small charities", "Two hours, real cases, a checklist to keep.", {"Personal data protection": 4, "Information governance": 3, "Teaching": 3}, 3, ("talk",), ("money-and-advice",)),
    Gift("larch-lane", "project_team", "A sharing agreement, written with you", "From first talk to signature.", {"Data sharing agreements": 4, "Data governance": 4}, 30, ("story",), ("housing-and-homelessness",)),
    Gift("signal-box", "hour", "A look at your timetable data", "What it says, what it leaves out.", {"Transport data standards": 4, "Transport analysis": 4, "Data quality": 3}, 4, ("data",), ("transport",)),
    Gift("signal-box", "project_team", "Forecasts of demand, three days", "How many, where, and how sure.", {"Forecasting": 4, "Time series analysis": 4, "Python": 4}, 24, ("data", "story"), ("transport",)),
    Gift("signal-box", "mentoring", "Somebody to check your model", "A second pair of eyes, kindly.", {"Model evaluation": 4, "Statistics": 4}, 6),
    Gift("brindley-dashboards", "hour", "One chart, done well", "Send us the worst one.", {"Chart design": 4, "Data visualisation": 4}, 2),
    Gift("brindley-dashboards", "project_team", "A dashboard in five days", "Only if we agree first who will look at it.", {"Power BI": 4, "Dashboards": 4, "Data modelling": 3}, 35, ("story",), ("health-and-care", "housing-and-homelessness")),
    Gift("brindley-dashboards", "training", "Telling trustees what the figures say", "An evening for people who present to boards.", {"Data storytelling": 4, "Presenting": 4, "Explaining data to non-specialists": 4}, 3, ("feedback",)),
    Gift("tamebridge-council", "data", "Ward figures, explained", "Our insight team sends what you need and says what it means.", {"Official statistics": 3, "Open data reuse": 3}, 10, ("feedback",), ("democracy-and-spending",)),
    Gift("tamebridge-council", "venue", "The council chamber, evenings", "A hundred seats, hearing loop, trams outside.", {"Event organising": 2}, 20, ("talk",)),
    Gift("three-spires-transport", "data", "Stop-by-stop boardings", "By hour and month, under an open licence.", {"Transport data standards": 3, "Open data publishing": 3}, 12, ("story",), ("transport",)),
    Gift("blythe-libraries", "venue", "A library room with screens", "Any Thursday, free.", {"Event organising": 2, "Community engagement": 2}, 30, ("talk",), ("culture-and-sport",)),
    Gift("blythe-libraries", "training", "Finding what was there before", "How to use old maps, registers and photographs.", {"Digital preservation": 3, "Metadata": 3}, 4, ("students",), ("culture-and-sport",)),
    Gift("canal-towns-health", "mentoring", "A public health analyst to talk to", "An hour a month for a year.", {"Epidemiology": 4, "Health data analysis": 4, "Inequality analysis": 3}, 12, ("introductions",), ("health-and-care",)),
    Gift("heart-valley-fire", "data", "Where we go and why", "Incidents by ward, with what we learned from opening them.", {"Open data publishing": 3, "Anonymisation": 3}, 8, ("story",), ("community-safety",)),
    Gift("", "hour", "Ask a retired statistician", "A long email or a short walk.", {"Statistics": 4, "Sampling": 4, "Survey analysis": 4}, 4),
    Gift("", "mentoring", "Writing for people who do not like numbers", "I edited a newspaper. Send a page.", {"Plain English": 4, "Data journalism": 4}, 6, (), ("democracy-and-spending",)),
    Gift("", "hour", "A second look at your database", "Before you buy another one.", {"Database design": 4, "SQL": 4, "Databases": 4}, 4, ("story",)),
    Gift("new-street", "mentoring", "Ethics review for a small project", "A member of our panel reads your plan.", {"Research ethics": 4, "Data ethics": 4}, 4, (), (), False),
    Gift("signal-box", "training", "Time series in an afternoon", "From a wobbly line to a sensible sentence.", {"Time series analysis": 4, "Teaching": 3}, 4, ("venue",), (), False),
    Gift("cinder-bank", "hour", "Is our website safe?", "We look, and say it in plain words.", {"Information security": 4}, 3, (), (), False),
]  # fmt: skip
