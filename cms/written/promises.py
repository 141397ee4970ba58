"""Accessibility, privacy, cookies: what we promise, and where we fall short."""

from .shapes import Written, text

ACCESSIBILITY = Written(
    model="StandardPage",
    slug="accessibility",
    title="Accessibility",
    intro="We want everybody to be able to use this site, on any device and in any way they read.",
    body=(
        text(
            """
            <p>You should be able to:</p>
            <ul>
            <li>do everything with a keyboard alone, and see where you are;</li>
            <li>enlarge the text to 400% without scrolling sideways;</li>
            <li>use a screen reader for every page, the map and the tables too;</li>
            <li>use the site without JavaScript, on a phone, in light or dark;</li>
            <li>read it without knowing our jargon or anybody else’s.</li>
            </ul>
            <h2>How far we have come</h2>
            <p>We work to the Web Content Accessibility Guidelines 2.2 at level AA. Each page is
            checked by a program whenever the site changes, and looked at by a person on a small
            and a large screen. No outside body has audited it yet.</p>
            <h2>Where it falls short</h2>
            <ul>
            <li>Documents that members attach may not be accessible. Ask and we will find another
            form.</li>
            <li>The rooms in which custodians edit pages come from another project and are not part
            of this promise.</li>
            </ul>
            <h2>Tell us</h2>
            <p>If something keeps you out, write to
            <a href="mailto:{contact}">{contact}</a> and say which page and what you use to read it.
            We answer within a week. If you are not content with the answer, the
            <a href="https://www.equalityadvisoryservice.com/">Equality Advisory and Support
            Service</a> can advise you.</p>
            """
        ),
    ),
)

PRIVACY = Written(
    model="StandardPage",
    slug="privacy",
    title="Privacy",
    intro="We keep little, show less, and you decide who sees you.",
    body=(
        text(
            """
            <h2>What we keep</h2>
            <ul>
            <li><b>To sign you in:</b> your e-mail address and a password that we cannot read.</li>
            <li><b>To match you, if you want that:</b> what you tell us you can do, want to learn,
            when and where you are free.</li>
            <li><b>To speak for an organisation:</b> which one, and in what role.</li>
            <li><b>To run fairly:</b> a log of who did what and when, kept as numbers and not as
            names.</li>
            </ul>
            <p>We do not ask for your date of birth, sex, ethnicity or health, and the matcher uses
            none of them.</p>
            <h2>Who sees you</h2>
            <p>You choose, and the choice starts closed.</p>
            <ul>
            <li><b>Private:</b> nobody sees you and you are not matched.</li>
            <li><b>Matched:</b> the other side of a match sees a card without a name.</li>
            <li><b>Members:</b> people with a checked address see your profile.</li>
            <li><b>Public:</b> everybody does.</li>
            </ul>
            <p>Your address is passed on only when you and the other side have both accepted an
            introduction.</p>
            <h2>Why we may</h2>
            <p>You ask us to match you, which is why we may keep your profile. Running the Forum
            fairly and safely is our legitimate interest. We sell nothing and show no
            advertisements, and nobody else counts your visits.</p>
            <h2>Your rights</h2>
            <p>You may see what we hold, correct it, take it with you, object to it or have it
            erased. Write to <a href="mailto:{contact}">{contact}</a> from the address of your
            account. Counts stay after you have gone; you do not. If you are not content with us,
            tell the <a href="https://ico.org.uk/make-a-complaint/">Information Commissioner’s
            Office</a>.</p>
            <h2>No decision without a person</h2>
            <p>The matcher only suggests. A person accepts or declines, and you can read the reasons
            for every suggestion that concerns you.</p>
            """
        ),
    ),
)

COOKIES = Written(
    model="StandardPage",
    slug="cookies",
    title="Cookies",
    intro="Only those that the site cannot work without. None that follow you.",
    body=(
        text(
            """
            <p>That is why no banner asks for your consent. You can read every public page without
            any cookie at all.</p>
            <ul>
            <li><b>{session_cookie}</b> keeps you signed in. It goes when you sign out, and after two weeks
            at the latest.</li>
            <li><b>{csrf_cookie}</b> makes sure that a form you send came from this site. It stays for a
            year.</li>
            <li><b>messages</b> carries a line such as “Saved” to the next page, and goes when you
            have seen it.</li>
            </ul>
            <p>The letters on this page, its pictures and its code all come from this site. No other
            company is told that you were here.</p>
            """
        ),
    ),
)
