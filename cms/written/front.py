"""Home, mission, vision, theory of change."""

from .shapes import Written, text

HOME = Written(
    model="HomePage",
    slug="home",
    title="Home",
    intro=(
        "Public bodies, universities, businesses and community groups, meeting as equals. "
        "When we bring two of them together, both should gain."
    ),
    fields={
        "steps": (
            "<ol><li>You say in your own words what you need, or what you can give.</li>"
            "<li>A custodian reads it before it is published.</li>"
            "<li>We suggest who could meet, and say why on both sides.</li>"
            "<li>Nobody’s name or address is passed on until both have said yes.</li></ol>"
        )
    },
)

MISSION = Written(
    model="MissionPage",
    slug="mission",
    title="Mission",
    intro=(
        "We promote the release, re-use and joining up of open data, so that communities, "
        "businesses and public services in the West Midlands do better by it."
    ),
    body=(
        text(
            """
            <p>Open data is data that anybody may use, for any purpose, without asking. Much of what
            our public bodies know about streets, services and spending could be open, and some of
            it is. It does good only when somebody can find it, understand it and do something with
            it. That takes people as much as files.</p>
            <p>So our mission has three strands. What is posted here should serve at least one of
            them.</p>
            """
        ),
    ),
)

VISION = Written(
    model="VisionPage",
    slug="vision",
    title="Vision",
    intro=(
        "The West Midlands as the best place for open data: to publish it, to learn to use it, "
        "and to see what comes of it."
    ),
    body=(
        text(
            """
            <p>Three priorities take us there. The table shows which strands of our mission each
            one serves. Every challenge, placement and introduction on this site can say which
            priority it is for, so that we can tell how we are doing.</p>
            <p>The first draft went out for comment in May 2022. The priorities are records
            that we still edit: tell us what is missing through the <a href="/contact/">contact
            page</a>.</p>
            """
        ),
    ),
)

THEORY = Written(
    model="TheoryPage",
    slug="theory-of-change",
    title="Theory of change",
    intro=(
        "Three problems, what we do about them, and what we think will follow. Each step shows "
        "what points at it so far. Where there is nothing, it says so."
    ),
)
