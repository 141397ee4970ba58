"""What the records say on the first day: the data migration writes them, custodians edit them.

Strands, priorities and the theory of change carry over the Forum's mission, its vision of 2022 and
the table beside it, in our own sentences. Codes of places are the Office for National Statistics'.
"""

STRANDS = [
    {
        "slug": "championing",
        "title": "Champion public bodies that innovate",
        "short": "Championing",
        "summary": "Those that publish their data, use it to do better, and answer for the result.",
    },
    {
        "slug": "disseminating",
        "title": "Spread the word",
        "short": "Disseminating",
        "summary": (
            "Bring together the people who hold data, those who build with it and those who need "
            "it."
        ),
    },
    {
        "slug": "sharing",
        "title": "Share good practice and skills",
        "short": "Sharing",
        "summary": (
            "Lend expertise to those who cannot buy it, and review the tools and standards we all"
            " rely on."
        ),
    },
]

PRIORITIES = [
    {
        "slug": "community-of-practice",
        "title": "A community of practice for inventive work with data",
        "short": "Community of practice",
        "summary": (
            "People who analyse data for a living, for a degree or for their street meet often, "
            "show what worked and what did not, and take each other’s methods home."
        ),
        "strands": ["championing", "sharing"],
    },
    {
        "slug": "training-and-profile",
        "title": "Training, experience and standing for people who work with data",
        "short": "Training and placements",
        "summary": (
            "Analysts, engineers and scientists find opportunities and placements in the region "
            "through which they learn, and their work is seen."
        ),
        "strands": ["disseminating", "sharing"],
    },
    {
        "slug": "mutual-benefit",
        "title": "Expertise brought where it is needed, so that both sides gain",
        "short": "Mutual benefit",
        "summary": (
            "What universities and businesses know reaches community groups, public bodies and "
            "others, and those who give it get something back that they value."
        ),
        "strands": ["disseminating", "sharing"],
    },
]

ROWS = [
    {
        "slug": "regional-footprint",
        "title": "Regional footprint",
    },
    {
        "slug": "skills-shortage",
        "title": "Skills shortage",
    },
    {
        "slug": "technical-excellence",
        "title": "Technical excellence",
    },
]

NODES = [
    {
        "row": "regional-footprint",
        "column": "challenge",
        "slug": "others-started-earlier",
        "title": "Other city regions started earlier",
        "text": (
            "London, Manchester, Bristol and Leeds have had data partnerships for years. Ours "
            "went quiet, though the region has an Office for Data Analytics to build on."
        ),
    },
    {
        "row": "regional-footprint",
        "column": "input",
        "slug": "regular-meetings",
        "title": "Regular meetings as a community of practice",
        "text": "Meet often, in person or hybrid, at a different partner’s place each time.",
    },
    {
        "row": "regional-footprint",
        "column": "output",
        "slug": "practice-shared",
        "title": "Good practice shared on neutral ground",
        "text": (
            "Members show what worked and what did not, find interests in common, and meet people"
            " they would not have looked for."
        ),
    },
    {
        "row": "regional-footprint",
        "column": "outcome",
        "slug": "thriving-community",
        "title": "An active, thriving open data community",
        "text": (
            "A lively open data community that people know of in the rest of the country and "
            "abroad."
        ),
    },
    {
        "row": "skills-shortage",
        "column": "challenge",
        "slug": "skills-in-demand",
        "title": "Analysts and engineers are hard to find and keep",
        "text": (
            "Analysts, engineers and scientists are in demand. Public bodies and small businesses"
            " cannot match what large firms pay."
        ),
    },
    {
        "row": "skills-shortage",
        "column": "input",
        "slug": "sectors-together",
        "title": "Sectors brought together to find and make opportunities",
        "text": (
            "Bring the sectors together to find and create placements, training and joint work."
        ),
    },
    {
        "row": "skills-shortage",
        "column": "output",
        "slug": "local-pathways",
        "title": "Local ways into data careers",
        "text": (
            "Jobs and funded placements in public bodies, community organisations and small "
            "businesses lead into a career close to home."
        ),
    },
    {
        "row": "skills-shortage",
        "column": "outcome",
        "slug": "best-place-for-a-career",
        "title": "The best place to build a data career",
        "text": (
            "People build a career in data without leaving the region, in every sector. Wages, "
            "health and communities are the better for it."
        ),
    },
    {
        "row": "technical-excellence",
        "column": "challenge",
        "slug": "one-link-at-a-time",
        "title": "Expertise travels one link at a time",
        "text": (
            "What universities and knowledge-intensive businesses could do for the region is "
            "reached through one two-way link at a time."
        ),
    },
    {
        "row": "technical-excellence",
        "column": "input",
        "slug": "many-sided-exchange",
        "title": "Single links turned into exchanges among many",
        "text": (
            "Turn two-way links into exchanges among many, in which everyone who gives also gains."
        ),
    },
    {
        "row": "technical-excellence",
        "column": "output",
        "slug": "more-organisations-helped",
        "title": "More organisations helped, and a market place for data",
        "text": (
            "More organisations use the region’s expertise, and a market place for data takes "
            "shape."
        ),
    },
    {
        "row": "technical-excellence",
        "column": "outcome",
        "slug": "difference-made",
        "title": "Universities and businesses make a difference",
        "text": (
            "Universities and businesses make a difference, which they can show, to public "
            "bodies, small businesses and community organisations."
        ),
    },
]

LINKS = [
    ("others-started-earlier", "regular-meetings"),
    ("regular-meetings", "practice-shared"),
    ("practice-shared", "thriving-community"),
    ("skills-in-demand", "sectors-together"),
    ("sectors-together", "local-pathways"),
    ("local-pathways", "best-place-for-a-career"),
    ("one-link-at-a-time", "many-sided-exchange"),
    ("many-sided-exchange", "more-organisations-helped"),
    ("more-organisations-helped", "difference-made"),
]

THEMES = [
    ("children-and-young-people", "Children and young people", "Schools, youth work, care, play."),
    ("culture-and-sport", "Culture, sport and heritage", "Museums, libraries, clubs, festivals."),
    ("community-safety", "Community safety", "Crime, road safety, feeling safe."),
    (
        "democracy-and-spending",
        "Democracy and public spending",
        "Budgets, contracts, elections, decisions.",
    ),
    ("energy", "Energy", "Warm homes, bills, local generation."),
    ("environment-and-climate", "Environment and climate", "Air, water, waste, nature, carbon."),
    ("food", "Food", "Food banks, growing, school meals, waste."),
    ("health-and-care", "Health and care", "Public health, social care, mental health, carers."),
    (
        "housing-and-homelessness",
        "Housing and homelessness",
        "Renting, repairs, advice, rough sleeping.",
    ),
    ("jobs-and-skills", "Jobs and skills", "Work, training, apprenticeships, careers."),
    ("local-business", "Local business", "High streets, small firms, social enterprise."),
    ("money-and-advice", "Money and advice", "Debt, benefits, legal and welfare advice."),
    ("older-people", "Older people", "Ageing well, loneliness, getting online."),
    ("planning-and-places", "Planning and places", "Land, buildings, maps, public space."),
    ("transport", "Transport", "Buses, trains, walking, cycling, access."),
]

DISTRICTS = [
    ("wv", "Wolverhampton", "wolverhampton", "E08000031", True),
    ("wl", "Walsall", "walsall", "E08000030", True),
    ("du", "Dudley", "dudley", "E08000027", True),
    ("sa", "Sandwell", "sandwell", "E08000028", True),
    ("bi", "Birmingham", "birmingham", "E08000025", True),
    ("so", "Solihull", "solihull", "E08000029", True),
    ("co", "Coventry", "coventry", "E08000026", True),
    ("sh", "Shropshire", "shropshire", "E06000051", False),
    ("sk", "Stoke-on-Trent", "stoke-on-trent", "E06000021", False),
    ("sf", "Staffordshire", "staffordshire", "E10000028", False),
    ("te", "Telford and Wrekin", "telford-and-wrekin", "E06000020", False),
    ("he", "Herefordshire", "herefordshire", "E06000019", False),
    ("wo", "Worcestershire", "worcestershire", "E10000034", False),
    ("wk", "Warwickshire", "warwickshire", "E10000031", False),
]

NEIGHBOURS = {
    "wv": "wl du sa sf",
    "wl": "wv sa bi sf",
    "du": "wv sa bi sf wo",
    "sa": "wv wl du bi",
    "bi": "wl du sa so sf wo wk",
    "so": "bi co wo wk",
    "co": "so wk",
    "sh": "te sf wo he",
    "sk": "sf",
    "sf": "sh sk te wv wl du bi wo wk",
    "te": "sh sf",
    "he": "sh wo",
    "wo": "sh sf he du bi so wk",
    "wk": "sf wo bi so co",
}
