"""Where hostile texts are sent: what a person says about themselves."""

from types import SimpleNamespace

from .hostile import Address


def own_profile(town: SimpleNamespace) -> list[Address]:
    """One's own profile, account and what is held."""
    post = {"who": "student", "method": "POST"}
    return [
        Address(
            "about me",
            "/me/profile/about/",
            ("name", "stage", "summary", "themes"),
            good={"name": "Zebedee", "stage": "student"},
            typed=("name", "summary"),
            **post,
        ),
        Address(
            "my skills",
            "/me/profile/skills/",
            ("words", "action", f"level_{town.challenge.requirements.all()[0].skill_id}"),
            typed=("words",),
            **post,
        ),
        Address(
            "when I am free",
            "/me/profile/when/",
            (
                *("district", "reach_coventry", "remote", "available_from", "available_until"),
                *("hours_per_week", "days"),
            ),
            typed=("available_from", "available_until", "hours_per_week"),
            **post,
        ),
        Address("who sees me", "/me/profile/seen/", ("visibility",), **post),
        Address(
            "where I study",
            "/me/profile/study/",
            ("affiliation", "address"),
            typed=("address",),
            **post,
        ),
        Address("what brings me here", "/me/welcome/purpose/", ("purposes", "action"), **post),
        Address("which question", "/me/welcome/{step}/", ("step",), who="student"),
        Address(
            "skills by name and role",
            "/me/profile/learn/",
            ("find", "role", "keep", "action"),
            good={"action": "save"},
            typed=("find",),
            **post,
        ),
        Address(
            "a resume of mine",
            "/me/profile/bring-in/",
            ("text", "summary", "links", "action"),
            typed=("text",),
            **post,
        ),
        Address("my links", "/me/profile/links/", ("links",), typed=("links",), **post),
        Address("my needs", "/me/profile/access/", ("text", "shared"), typed=("text",), **post),
        Address("what is held", "/me/held/{slug}/", ("slug",), who="student"),
        Address("a version of the terms", "/terms/{slug}/", ("slug",)),
        Address("my yes to the terms", "/me/terms/", ("agree",), **post),
        Address("my end here", "/me/erase/", ("address",), typed=("address",), **post),
        Address("my eyes", "/me/profile/as/{viewer}/", ("viewer",), who="student"),
        Address("a link for me", "/me/affiliation/{signed}/", ("signed",), **post),
        Address("which step of mine", "/me/profile/{step}/", ("step",), who="student"),
    ]
