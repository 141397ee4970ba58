"""The broker in a folder: letters are whole, and a torn one stops nobody."""

import threading
from queue import Empty

import pytest
from kombu import Connection
from kombu.transport import filesystem

from forum import broker
from forum.settings import base

QUEUE = "bells"


@pytest.fixture
def folders(tmp_path):
    """Options that name folders of this test, which are there."""
    options = {
        "data_folder_in": tmp_path / "letters",
        "data_folder_out": tmp_path / "letters",
        "control_folder": tmp_path / "control",
        "processed_folder": tmp_path / "done",
    }
    for folder in options.values():
        folder.mkdir(exist_ok=True)
    return {name: str(folder) for name, folder in options.items()}


def channel_of(transport, folders):
    connection = Connection("filesystem://", transport=transport, transport_options=folders)
    return connection.channel()


def test_the_site_uses_it_where_there_is_no_redis():
    assert base.CELERY_BROKER_TRANSPORT == "forum.broker:Transport"


def test_a_letter_arrives_and_is_gone(folders, tmp_path):
    channel = channel_of(broker.Transport, folders)

    channel._put(QUEUE, {"ring": 1})

    assert channel._get(QUEUE) == {"ring": 1}
    with pytest.raises(Empty):
        channel._get(QUEUE)
    assert list((tmp_path / "letters").iterdir()) == []


@pytest.mark.parametrize("torn", [b"", b'{"ring": ', b"\xff\xfe"])
def test_a_torn_letter_is_put_away_and_the_next_arrives(folders, tmp_path, torn):
    (tmp_path / "letters" / f"0_torn.{QUEUE}.msg").write_bytes(torn)
    channel = channel_of(broker.Transport, folders)
    channel._put(QUEUE, {"ring": 2})

    with pytest.raises(Empty):
        channel._get(QUEUE)

    assert channel._get(QUEUE) == {"ring": 2}


@pytest.mark.parametrize(
    ("transport", "whole"), [(broker.Transport, True), (filesystem.Transport, False)]
)
def test_a_reader_never_sees_half_a_letter(folders, tmp_path, monkeypatch, transport, whole):
    """The control is Kombu's own: between its opening and its writing there is an empty letter."""
    seen = []

    def look(*_):
        seen.extend(path.read_bytes() for path in (tmp_path / "letters").glob(f"*.{QUEUE}.msg"))

    replace = broker.os.replace
    monkeypatch.setattr(broker.os, "replace", lambda *paths: (look(), replace(*paths), look()))
    monkeypatch.setattr(filesystem, "lock", look)

    channel_of(transport, folders)._put(QUEUE, {"ring": 3})

    assert seen
    assert all(seen) is whole


def test_many_bells_rung_while_a_worker_listens_all_arrive(folders):
    ringing = threading.Thread(
        target=lambda: [
            channel_of(broker.Transport, folders)._put(QUEUE, {"ring": n}) for n in range(500)
        ]
    )
    channel, heard = channel_of(broker.Transport, folders), []
    ringing.start()
    while ringing.is_alive() or len(heard) < 500:
        try:
            heard.append(channel._get(QUEUE)["ring"])
        except Empty:
            if not ringing.is_alive() and not channel._size(QUEUE):
                break
    ringing.join()

    assert sorted(heard) == list(range(500))
