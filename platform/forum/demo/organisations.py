"""Twenty-four invented organisations of the four kinds, across the seven authorities."""

from typing import NamedTuple


class Entry(NamedTuple):
    """One organisation of the demo region."""

    slug: str
    name: str
    kind: str
    district: str
    summary: str
    confirmed: bool = True


ORGANISATIONS = [
    Entry("sowe-valley-pantry", "Sowe Valley Pantry", "community", "coventry",
          "A members' pantry in the north of the city. Three volunteers, 600 households, one laptop."),
    Entry("brook-and-spade", "Brook and Spade Allotments", "community", "walsall",
          "Seven allotment sites run by their gardeners, with a waiting list that nobody quite trusts."),
    Entry("befrienders-link", "Walsall Befrienders’ Link", "community", "walsall",
          "Pairs older people who live alone with somebody who rings every week."),
    Entry("icknield-circle", "Icknield Residents’ Circle", "community", "birmingham",
          "Neighbours of four estates who would like buses, trees and repairs to be talked about with facts."),
    Entry("black-country-warm-homes", "Black Country Warm Homes", "community", "dudley",
          "Advice on damp, bills and insulation, in people's own kitchens."),
    Entry("kites-nest", "Kite’s Nest Youth Club", "community", "wolverhampton",
          "An evening club for 11 to 18 year olds, with homework, boxing and a studio."),
    Entry("smestow-advice", "Smestow Advice Centre", "community", "wolverhampton",
          "Free advice on debt, benefits and housing, five mornings a week."),
    Entry("arden-carers", "Arden Carers Together", "community", "solihull",
          "A network of unpaid carers, run by carers, with a helpline and a Tuesday café."),
    Entry("rowley-toolbank", "Rowley Tool Library", "community", "sandwell",
          "Lends drills, ladders and know-how. Mends what it can.", False),
    Entry("tamebridge-council", "Tamebridge Borough Council", "public", "sandwell",
          "A borough council with a small insight team and a lot of spreadsheets."),
    Entry("canal-towns-health", "Canal Towns Health Partnership", "public", "dudley",
          "Plans community health services with councils, surgeries and charities."),
    Entry("three-spires-transport", "Three Spires Transport Authority", "public", "coventry",
          "Plans buses, trams and cycling, and answers for them."),
    Entry("heart-valley-fire", "Heart Valley Fire and Rescue", "public", "birmingham",
          "Prevents more than it puts out: 9,000 home visits a year."),
    Entry("rea-hill-homes", "Rea Hill Homes", "public", "birmingham",
          "A housing body with 11,000 homes and an outreach team for rough sleepers."),
    Entry("blythe-libraries", "Blythe Libraries and Archives", "public", "solihull",
          "Thirteen libraries and four centuries of paper."),
    Entry("arden-vale", "Arden Vale University", "university", "coventry",
          "Taught master's courses in data science and health data; a module that needs real questions."),
    Entry("new-street", "New Street University", "university", "birmingham",
          "Computing, statistics and social policy, and two hundred dissertations a year."),
    Entry("black-country-college", "Black Country Technical University", "university", "wolverhampton",
          "Applied degrees and apprenticeships; most students live at home and work."),
    Entry("soho-institute", "Soho Institute of Design", "university", "sandwell",
          "Design, user research and accessible services."),
    Entry("kestrel-and-loom", "Kestrel and Loom", "business", "birmingham",
          "Eleven people who make maps, and say what they show."),
    Entry("cinder-bank", "Cinder Bank Software", "business", "dudley",
          "Builds and looks after systems for small public bodies."),
    Entry("larch-lane", "Larch Lane Data Trust", "business", "coventry",
          "Helps organisations to share data without losing anybody's trust."),
    Entry("signal-box", "Signal Box Analytics", "business", "wolverhampton",
          "Forecasts for bus and rail, and a soft spot for timetables."),
    Entry("brindley-dashboards", "Brindley Dashboards", "business", "solihull",
          "Two founders, four staff, many charts, none of them pies."),
]  # fmt: skip
