"""What a start has loaded."""

from common.personal import impersonal

impersonal("forum.Loaded", "id name digest at", because="Which starting files were loaded.")
