"""Which files are let in, by their content: sound ones, and every bad one in words."""

import contextlib
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from profiles.documents import Refused, inspect
from tests.support import documents as made


@pytest.mark.parametrize(
    ("content", "extension"),
    [
        (made.pdf(), "pdf"),
        (made.pdf(made.stream(b"BT (Hello) Tj ET" * 1000)), "pdf"),
        (made.pdf(made.stream(b"<</Type/Font>>", b"/Type/ObjStm")), "pdf"),
        (made.docx(), "docx"),
        (made.docx({"word/media/image1.png": os.urandom(1000)}), "docx"),
        (made.odt(), "odt"),
    ],
    ids=["pdf", "pdf with text", "pdf with packed objects", "docx", "docx with picture", "odt"],
)
def test_sound_file_is_known_by_its_content(content, extension):
    assert inspect(content).extension == extension


HIDDEN_NAME = b"<</S/Java#53cript/J#53(app.alert(1))>>"
XML_BOMB = '<!DOCTYPE x [<!ENTITY a "aa">]><w:document>&a;</w:document>'
REMOTE = '<Relationship Type="x/attachedTemplate" Target="http://e" TargetMode="External"/>'
BAD = {
    "empty": (b"", "empty"),
    "6 MB": (made.pdf(b"%" + b"x" * 5_000_001), "5 MB"),
    "picture": (b"\x89PNG\r\n\x1a\n" + b"\x00" * 50, "not a PDF"),
    "program": (b"MZ" + b"\x00" * 50, "not a PDF"),
    "page": (b"<html><script>alert(1)</script>", "not a PDF"),
    "text": (b"Dear Sir", "not a PDF"),
    "old word": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "old Office"),
    "pdf after junk": (b"GIF89a" + made.pdf(), "not a PDF"),
    "pdf and zip": (made.pdf(tail=b"%%EOF\n" + made.docx()), "two kinds"),
    "pdf and page": (b"%PDF-1.7\n<html><script>1</script>" + made.pdf(), "two kinds"),
    "pdf and tail": (made.pdf(tail=b"%%EOF\nMZ program"), "two kinds"),
    "zip and pdf": (made.archive({"%PDF-1.7": "x", "word/document.xml": "x"}), "two kinds"),
    "zip with comment": (made.archive({"mimetype": "x"}, comment=b"<script>"), "two kinds"),
    "zip with junk": (made.docx() + b"junk", "two kinds"),
    "zip after junk": (b"PK\x03\x04" + made.docx(), "two kinds"),
    "torn pdf": (made.pdf()[:60], "damaged"),
    "torn zip": (made.docx()[:-30], "damaged"),
    "torn stream": (made.pdf(b"5 0 obj\n<<>>\nstream\nxxx"), "damaged"),
    "pdf password": (made.pdf(b"9 0 obj\n<</Encrypt 8 0 R>>\nendobj"), "password"),
    "pdf hidden password": (made.pdf(b"9 0 obj\n<</Encr#79pt 8 0 R>>\nendobj"), "password"),
    "zip password": (made.encrypted(made.docx()), "password"),
    "odt password": (
        made.odt({"META-INF/manifest.xml": "<manifest:encryption-data/>"}),
        "password",
    ),
    "pdf script": (made.pdf(b"9 0 obj\n<</S/JavaScript/JS(1)>>\nendobj"), "macros"),
    "pdf hidden script": (made.pdf(b"9 0 obj\n" + HIDDEN_NAME + b"\nendobj"), "macros"),
    "pdf packed script": (made.pdf(made.stream(HIDDEN_NAME, b"/Type/ObjStm")), "macros"),
    "pdf launch": (made.pdf(b"9 0 obj\n<</S/Launch/F(cmd.exe)>>\nendobj"), "macros"),
    "pdf attachment": (made.pdf(b"9 0 obj\n<</EmbeddedFiles 3 0 R>>\nendobj"), "macros"),
    "pdf odd packing": (
        made.pdf(made.stream(b"x", b"/Type/ObjStm/DecodeParms<</Predictor 12>>")),
        "damaged",
    ),
    "docx macro": (made.docx({"word/vbaProject.bin": b"x"}), "macros"),
    "docm": (
        made.docx(types=made.TYPES.replace("document.main", "document.macroEnabled.main")),
        "macros",
    ),
    "docx object": (made.docx({"word/embeddings/oleObject1.bin": b"x"}), "macros"),
    "docx remote template": (made.docx({"word/_rels/settings.xml.rels": REMOTE}), "macros"),
    "odt macro": (made.odt({"Basic/Standard/Module1.xml": "x"}), "macros"),
    "odt python": (made.odt({"Scripts/python/run.py": "x"}), "macros"),
    "zip slip": (made.docx({"../../etc/passwd": "x"}), "damaged"),
    "other zip": (made.archive({"xl/workbook.xml": "x"}), "no document that we know"),
    "xml bomb": (made.docx({"word/more.xml": XML_BOMB}), "unpacks"),
    "zip bomb": (made.docx({"word/media/a.bmp": b"\x00" * 101_000_000}), "unpacks"),
    "pdf bomb": (made.pdf(made.stream(b"\x00" * 160_000_000)), "unpacks"),
    "many parts": (made.docx({f"word/{n}.xml": "" for n in range(2100)}), "unpacks"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_file_is_refused_in_words(name):
    content, words = BAD[name]

    with pytest.raises(Refused, match=words):
        inspect(content)


def test_a_zip_that_lies_about_its_sizes_is_refused():
    """The sizes in the directory say little: what comes out has to agree."""
    content = bytearray(made.docx({"word/media/a.bmp": b"\x00" * 3_000_000}))
    entry = content.rfind(b"PK\x01\x02")
    content[entry + 24 : entry + 28] = (10).to_bytes(4, "little")

    with pytest.raises(Refused, match="damaged"):
        inspect(bytes(content))


def test_parts_that_lie_over_one_another_are_refused():
    content = bytearray(made.docx())
    second = content.rfind(b"PK\x01\x02")
    content[second + 42 : second + 46] = (0).to_bytes(4, "little")

    with pytest.raises(Refused):
        inspect(bytes(content))


@given(st.sampled_from([b"", b"%PDF-", b"PK\x03\x04"]), st.binary(max_size=400))
def test_noise_is_refused_and_never_an_error(head, noise):
    with pytest.raises(Refused):
        inspect(head + noise)


@given(st.sampled_from([made.pdf(), made.docx(), made.odt()]), st.data())
def test_a_changed_byte_is_let_in_or_refused_and_never_an_error(content, data):
    place = data.draw(st.integers(0, len(content) - 1))
    changed = bytearray(content)
    changed[place] = data.draw(st.integers(0, 255))

    with contextlib.suppress(Refused):
        assert inspect(bytes(changed)).extension in {"pdf", "docx", "odt"}
