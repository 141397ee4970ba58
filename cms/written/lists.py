"""News, stories, partners, and how we decide."""

from .shapes import Written, text

STORIES = Written(
    model="StoryIndex",
    slug="stories",
    title="Stories and good practice",
    intro=(
        "What people here did with data, what came of it, and what you need to do the same. "
        "Failures are told too: they save the next person the trouble."
    ),
)

NEWS = Written(
    model="NewsIndex",
    slug="news",
    title="News",
    intro="What happens at the Forum, and what in the region matters to people who work with data.",
)

PARTNERS = Written(
    model="PartnersPage",
    slug="partners",
    title="Partners",
    intro="Organisations that help to run the Forum: with rooms, speakers, time or money.",
    body=(
        text(
            """
            <p>A partner gives something to all of us. It gets no say over what is published, no
            list of members and no place in front of others: matches are made from what people
            need and can do, and from nothing else.</p>
            <p>Would your organisation host a meeting, lend a speaker or pay for a lunch?
            <a href="/contact/">Write to us</a>.</p>
            """
        ),
    ),
)

DECIDE = Written(
    model="StandardPage",
    slug="how-we-decide",
    title="How we decide",
    intro="Who decides what at the Forum, by which rules, and what you can do if you disagree.",
    body=(
        text(
            """
            <h2>What is published</h2>
            <p>Anybody who is signed in may draft a challenge, a placement, a job or an offer. A
            custodian reads it before it appears, and may ask for changes first. The reasons for a
            change come with it, in writing.</p>
            <p>Nobody approves something of their own, or of an organisation they belong to. Another
            custodian does that.</p>
            <h2>Who is matched with whom</h2>
            <p>A program suggests who could meet and gives its reasons on both sides. It decides
            nothing. People accept or decline, and nobody’s address is passed on before both have
            said yes. Where a custodian goes against a suggestion, the reason is kept. You can read
            the reasons for every suggestion that concerns you.</p>
            <h2>Who is placed where</h2>
            <p>The organisation that hosts a placement chooses among the people who applied, by the
            requirements it published. Everybody who applied is told where they stand and by
            when.</p>
            <h2>What the Forum itself works on</h2>
            <p>The <a href="/mission/">mission</a>, the <a href="/vision/">vision</a> and the
            <a href="/theory-of-change/">theory of change</a> say what we are for. Changes to them
            are talked over before they are made.</p>
            <h2>What we never do</h2>
            <ul>
            <li>Take money for a match or a better place in a list.</li>
            <li>Let a program refuse somebody.</li>
            <li>Publish a number about so few people that one of them could be recognised.</li>
            </ul>
            <h2>If you disagree</h2>
            <p>Write to <a href="mailto:{contact}">{contact}</a> and say which decision you mean. A
            custodian who had no part in it looks at it again and answers with reasons.</p>
            """
        ),
    ),
)
