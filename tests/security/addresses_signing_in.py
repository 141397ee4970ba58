"""Where hostile texts are sent: the doors of the sign-in."""

from .hostile import Address


def signing_in() -> list[Address]:
    return [
        Address(
            "sign in",
            "/accounts/login/",
            ("login", "password", "next"),
            method="POST",
            good={"login": "ada@people.example", "password": "correct horse battery"},
            typed=("login",),
        ),
        Address(
            "sign up",
            "/accounts/signup/",
            ("email", "password1", "terms"),
            method="POST",
            good={
                "email": "new@people.example",
                "password1": "correct horse battery",
                "terms": "on",
            },
            typed=("email",),
        ),
        Address(
            "forgotten password",
            "/accounts/password/reset/",
            ("email",),
            method="POST",
            typed=("email",),
        ),
        Address("a link about an address", "/me/address/{signed}/", ("signed",)),
    ]
