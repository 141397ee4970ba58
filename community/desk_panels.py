"""What of events and meetings waits for a custodian."""

from .gaps import for_the_desk as _gaps  # noqa: F401  (importing registers the queue)
