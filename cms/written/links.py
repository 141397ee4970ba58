"""The links around every page on the first day: (title, key of a page or an address)."""

MAIN_LINKS = (
    ("Opportunities", "/opportunities/"),
    ("Offers", "/offers/"),
    ("Events", "/events/"),
    ("Meetings", "/meetings/"),
    ("Skills", "/skills/"),
    ("What changed", "theory-of-change"),
)

FOOTER_LINKS = (
    ("About the Forum", "about"),
    ("Mission", "mission"),
    ("Vision", "vision"),
    ("How we decide", "how-we-decide"),
    ("Office-holders", "/office-holders/"),
    ("Stories", "stories"),
    ("News", "news"),
    ("Organisations", "/organisations/"),
    ("Partners", "partners"),
    ("Consultations", "/consultations/"),
    ("Search", "/search/"),
    ("Open data", "open-data"),
    ("Accessibility", "accessibility"),
    ("Privacy", "privacy"),
    ("Cookies", "cookies"),
    ("Contact", "contact"),
)
