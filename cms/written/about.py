"""Who we are, how to reach us, what is open."""

from .shapes import Written, text

ABOUT = Written(
    model="StandardPage",
    slug="about",
    title="About the Forum",
    intro="An independent body, run by volunteers, where four sectors meet over data.",
    body=(
        text(
            """
            <p>The West Midlands Open Data Forum stands where public bodies, universities,
            businesses and community organisations cross. It belongs to none of them. It went quiet
            during the pandemic, and this site is how it comes back.</p>
            <h2>What we do</h2>
            <p>We bring the region’s skills with data to where they are needed, so that both sides
            gain. A community group posts a challenge. A student finds a placement. A university or
            a business offers an hour, a project team or a room, and says what it would like in
            return. We suggest who should meet and say why. People decide.</p>
            <h2>Who runs it</h2>
            <p>Volunteers whom we call custodians. They read what members send in before it is
            published, look after these pages and bring people together. Nobody decides about
            something of their own or of their own organisation.</p>
            <h2>What we hold to</h2>
            <ul>
            <li>Both sides should gain. If only one does, we say so.</li>
            <li>A suggestion always comes with its reasons, in words.</li>
            <li>People choose who sees them, and the choice starts closed.</li>
            <li>Silence has a clock: what nobody answers expires, and the other side is told.</li>
            <li>What is public here is for everyone to use again.</li>
            </ul>
            <h2>Take part</h2>
            <p>You need no account to read. To post, offer or be matched, make one with an e-mail
            address and say who you are. Start with our <a href="/mission/">mission</a>, our
            <a href="/vision/">vision</a> and the
            <a href="/theory-of-change/">theory of change</a>.</p>
            """
        ),
        (
            "call_to_action",
            {
                "text": "You do not have to know what data you need. Say what the problem is.",
                "button": "Post a challenge",
                "page": None,
                "address": "/challenges/new/",
            },
        ),
    ),
)

CONTACT = Written(
    model="StandardPage",
    slug="contact",
    title="Contact",
    intro="Write to us. Two volunteers read the post, usually within a week.",
    body=(
        text(
            """
            <p>E-mail <a href="mailto:{contact}">{contact}</a>.</p>
            <h2>It helps if you say</h2>
            <ul>
            <li>which page or post you are writing about;</li>
            <li>what you expected, and what happened instead;</li>
            <li>by when you need an answer.</li>
            </ul>
            <h2>Something is wrong with a post or a person</h2>
            <p>Write to the same address and begin the subject with the word <b>Report</b>. A
            custodian who has nothing to do with the matter looks at it.</p>
            <h2>You have found a weakness in this site</h2>
            <p>Thank you for telling us first. Use the address above and begin the subject with the
            word <b>Security</b>. Give us time to mend it before you publish. We will not take
            action against anybody who looks in good faith and harms nobody.</p>
            """
        ),
    ),
)

OPEN_DATA = Written(
    model="StandardPage",
    slug="open-data",
    title="Open data",
    intro="What is public on this site is yours to use again.",
    body=(
        text(
            """
            <h2>What is public</h2>
            <p>Published challenges, placements, jobs and offers, verified organisations, the skill
            vocabulary, and our mission, vision and theory of change.</p>
            <h2>What is not</h2>
            <p>Anything about a person that they did not make public, and any count of people under
            five. Matches and introductions belong to the people in them.</p>
            <h2>Licence</h2>
            <p>What the Forum writes here may be used under the
            <a href="https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/">Open
            Government Licence 3.0</a>. Say that it comes from the West Midlands Open Data Forum.
            What members post is theirs: link to it, and ask them before you copy it whole.</p>
            <h2>How to take it</h2>
            <p>Every public page is listed in the <a href="/sitemap.xml">sitemap</a>. If you need a
            file in another shape, <a href="/contact/">ask us</a>.</p>
            """
        ),
    ),
)
