"""The file of an SQLite database: closed to everybody else on the machine, and on a disk of its own.

No Django here: the settings use it before there are any.
"""

import contextlib
import os
import stat
from pathlib import Path

OTHERS = stat.S_IRWXG | stat.S_IRWXO
# SQLite's locks and shared memory do not work between machines.
NETWORK = (
    "nfs",
    "cifs",
    "smb",
    "9p",
    "afs",
    "ceph",
    "gluster",
    "lustre",
    "fuse.sshfs",
    "fuse.s3fs",
)
MOUNTS = Path("/proc/mounts")


def close_to_others(path: Path) -> None:
    """Make the file, its journal and its folder the owner's alone; SQLite's later files follow it.

    What belongs to somebody else, and a folder that many share (as /tmp), is left as it is:
    :func:`wrong_with` says so.
    """
    with contextlib.suppress(OSError):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder = path.parent.stat()
        if folder.st_uid == os.geteuid() and not folder.st_mode & stat.S_ISVTX:
            path.parent.chmod(0o700)
        path.touch(mode=0o600)
        for name in ("", "-wal", "-shm", "-journal"):
            beside = path.with_name(path.name + name)
            if beside.exists():
                beside.chmod(0o600)


def wrong_with(path: Path, mounts: str | None = None) -> list[str]:
    """Sentences about a database file that others can read, or that several machines may share."""
    wrong = []
    if path.stat().st_mode & OTHERS:
        wrong.append("Others on this machine can read the database's file: chmod 600 it.")
    if mounts is None:
        mounts = MOUNTS.read_text(errors="replace") if MOUNTS.exists() else ""
    kind = kind_of_disk(path, mounts)
    if kind.startswith(NETWORK):
        wrong.append(f"The database's file lies on a network disk ({kind}): SQLite would spoil it.")
    return wrong


def kind_of_disk(path: Path, mounts: str) -> str:
    """The file system under a path, from the text of /proc/mounts; empty when it says nothing."""
    best, kind = -1, ""
    for line in mounts.splitlines():
        _device, point, found, *_ = [*line.split(), "", "", ""]
        place = Path(point.replace("\\040", " ")) if point else None
        if place and path.resolve().is_relative_to(place) and len(place.parts) >= best:
            best, kind = len(place.parts), found
    return kind
