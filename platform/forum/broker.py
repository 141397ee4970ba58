"""The broker in a folder: Kombu's transport, whose letters appear whole or not at all.

Kombu opens the file that a worker looks for and writes into it afterwards. A worker that looks in
between takes an empty letter, cannot read it, and ends; with it ends the site.
"""

import logging
import os
import time
import uuid
from pathlib import Path
from queue import Empty
from typing import Any

from kombu.transport import filesystem
from kombu.utils.json import dumps

logger = logging.getLogger(__name__)


class Channel(filesystem.Channel):
    """Puts a letter there by renaming it, and goes on after one that nobody can read."""

    def _put(self, queue: str, payload: Any, **kwargs: Any) -> None:  # type: ignore[override]
        name = f"{round(time.monotonic() * 1000)}_{uuid.uuid4()}.{queue}.msg"
        folder = Path(self.data_folder_out)
        unfinished = folder / f"{name}.part"
        unfinished.write_text(dumps(payload), encoding="utf-8")
        os.replace(unfinished, folder / name)

    def _get(self, queue: str) -> Any:  # type: ignore[override]
        try:
            return super()._get(queue)
        except ValueError:  # a disk that was full, or a letter by another hand: it was only a bell
            logger.warning("a letter in the broker's folder could not be read, and was put away")
            raise Empty from None


class Transport(filesystem.Transport):
    """Kombu's transport with the channel above."""

    Channel = Channel
