"""The links around every page on the first day: (title, key of a page or an address)."""

MAIN_LINKS = (
    ("Opportunities", "/opportunities/"),
    ("Offers", "/offers/"),
    ("Meetings", "/meetings/"),
    ("Skills", "/skills/"),
    ("What changed", "theory-of-change"),
)

FOOTER_LINKS = (
    ("About the Forum", "about"),
    ("Mission", "mission"),
    ("Vision", "vision"),
    ("Organisations", "/organisations/"),
    ("Search", "/search/"),
    ("Open data", "open-data"),
    ("Accessibility", "accessibility"),
    ("Privacy", "privacy"),
    ("Cookies", "cookies"),
    ("Contact", "contact"),
)
