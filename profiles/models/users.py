"""The sign-in. What a person can do and wants lies on :class:`profiles.models.Person`."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.utils import timezone


class UserManager(BaseUserManager["User"]):
    """Makes users by e-mail address."""

    use_in_migrations = True

    def create_user(self, email: str, password: str | None = None, **fields) -> "User":
        """Save a user. Addresses are kept in lower case: one address, one user."""
        if not email:
            raise ValueError("A user needs an e-mail address.")
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields) -> "User":
        """Save a superuser. Only ever called from the command line."""
        fields.update(is_staff=True, is_superuser=True)
        return self.create_user(email, password, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find by address, whatever its case."""
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser, PermissionsMixin):
    """A sign-in: an e-mail address and what proves it is theirs."""

    email = models.EmailField(
        unique=True, error_messages={"unique": "There is already a sign-in with this address."}
    )
    name = models.CharField(max_length=120, blank=True)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    date_joined = models.DateTimeField(default=timezone.now, editable=False)

    objects = UserManager()

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name_plural = "users"

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        """The name where one was given, else the address."""
        return str(self)

    def get_short_name(self) -> str:
        """The same: we do not guess which part of a name is the first."""
        return str(self)


class CustodianSince(models.Model):
    """When somebody was first made a custodian: their days without a second step count from here."""

    user = models.OneToOneField(
        User, on_delete=models.CASCADE, primary_key=True, related_name="custodian_since"
    )
    since = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name_plural = "custodians since"

    def __str__(self) -> str:
        return f"{self.user_id} since {self.since:%d %B %Y}"
