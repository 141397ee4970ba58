"""The door refuses what cannot be read or stored, for every method, and lets honest text in."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from common.middleware import BODY_LIMIT, UPLOAD_LIMIT, InputGate

FORM = "application/x-www-form-urlencoded"
METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"]
inside: list[HttpRequest] = []


def view(request: HttpRequest) -> HttpResponse:
    inside.append(request)
    return HttpResponse("in")


def send(
    path: str = "/x/",
    *,
    method: str = "POST",
    query: str = "",
    body: bytes = b"",
    kind: str = FORM,
    session: bool = False,
) -> HttpResponse:
    inside.clear()
    request = RequestFactory().generic(
        method, path, data=body, content_type=kind, QUERY_STRING=query
    )
    if session:
        request.COOKIES["sessionid"] = "x"
    response = InputGate(view)(request)
    assert bool(inside) is (response.content == b"in")
    return response


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    "query", ["q=%00", "q=a%00b", "%00=1", "q=%ED%A0%80", "q=%C0%AF", "q=%FF", "q=%F5%80%80%80"]
)
def test_a_query_that_cannot_be_read_is_400(method: str, query: str) -> None:
    response = send(query=query, method=method)

    assert response.status_code == 400
    assert "We could not read that request" in response.content.decode()


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("path", ["/a%00b/", "/%ED%A0%80/", "/%C0%AF/", "/%FF/"])
def test_a_path_that_cannot_be_read_is_400(method: str, path: str) -> None:
    assert send(path, method=method).status_code == 400


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "GET"])
@pytest.mark.parametrize(
    "body", [b"a=%00", b"a=\x00", b"%00=1", b"a=%ED%A0%80", b"a=\xff", b"a=%C0%AF", b"a=1&b=%80"]
)
def test_a_form_that_cannot_be_read_is_400(method: str, body: bytes) -> None:
    assert send(method=method, body=body).status_code == 400


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "GET"])
@pytest.mark.parametrize(
    "body",
    [
        b'{"a": "\\u0000"}',
        b'{"a": "\x00"}',
        b'{"\\u0000": 1}',
        b'["\\ud800"]',
        b'{"a": ["\\udfff"]}',
        b'"\xff"',
        b"NaN",
        b'{"a": Infinity}',
        b'{"a": -Infinity}',
        b"{",
        b"{'a': 1}",
        b"[" * 31 + b"]" * 31,
        b"[" * 100_000,
        b'{"a":' * 5000 + b"1" + b"}" * 5000,
    ],
    ids=range(14),
)
def test_json_that_cannot_be_used_is_400(method: str, body: bytes) -> None:
    response = send(method=method, body=body, kind="application/json")

    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
    assert json.loads(response.content)["title"] == "We could not read that request."


@pytest.mark.parametrize(
    "body",
    [
        b"{}",
        b"[" * 30 + b"]" * 30,
        json.dumps({"a": "[" * 500, "b": 'quote " and \\', "c": "\U0001f600"}).encode(),
        '{"name": "Siân", "city": "名"}'.encode(),
    ],
    ids=range(4),
)
def test_honest_json_is_let_in(body: bytes) -> None:
    assert send(body=body, kind="application/json").status_code == 200


def multipart(**fields: Any) -> tuple[bytes, str]:
    return encode_multipart(BOUNDARY, fields), MULTIPART_CONTENT


@pytest.mark.parametrize("path", ["/x/", "/admin/images/add/"])
@pytest.mark.parametrize(
    "fields",
    [
        {"a": "nul\x00"},
        {"nul\x00": "a"},
        {"a": '{"blocks": [{"text": "\\u0000"}]}'},
        {"a": '["\\ud800"]'},
    ],
    ids=range(4),
)
def test_a_multipart_field_that_cannot_be_read_is_400(path: str, fields: dict[str, Any]) -> None:
    body, kind = multipart(**fields)

    assert send(path, body=body, kind=kind).status_code == 400


@pytest.mark.parametrize("path", ["/x/", "/admin/images/add/"])
def test_a_multipart_field_in_no_encoding_is_400(path: str) -> None:
    body = b'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n\xff\xfe\r\n--b--\r\n'

    assert send(path, body=body, kind="multipart/form-data; boundary=b").status_code == 400


def test_a_multipart_file_name_with_nul_is_400() -> None:
    body = (
        b'--b\r\nContent-Disposition: form-data; name="cv"; filename="a\x00b.pdf"\r\n'
        b"Content-Type: application/pdf\r\n\r\nx\r\n--b--\r\n"
    )

    assert send(body=body, kind="multipart/form-data; boundary=b").status_code == 400


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"--b\r\nContent-Disp", "multipart/form-data; boundary=b"),
        (b"whatever", "multipart/form-data"),
        (b"whatever", "multipart/form-data; boundary="),
    ],
)
def test_a_broken_multipart_is_no_server_error(body: bytes, kind: str) -> None:
    assert send(body=body, kind=kind).status_code in (200, 400)


def test_a_file_may_hold_any_bytes() -> None:
    body, kind = multipart(cv=SimpleUploadedFile("cv.pdf", bytes(range(256))), name="Siân")

    assert send(body=body, kind=kind).status_code == 200


def test_a_replacement_sign_that_somebody_pasted_is_let_in() -> None:
    body, kind = multipart(a="caf\ufffd")

    assert send(body=body, kind=kind).status_code == 200


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"a=" + b"x" * BODY_LIMIT, FORM),
        (b'"' + b"x" * BODY_LIMIT + b'"', "application/json"),
        (b"x" * (BODY_LIMIT + 1), "application/octet-stream"),
        (b"&".join(b"a=1" for _ in range(501)), FORM),
    ],
    ids=["form", "json", "bytes", "fields"],
)
def test_too_much_at_once_is_413_except_in_the_editor(body: bytes, kind: str) -> None:
    response = send(body=body, kind=kind)

    assert response.status_code == 413
    assert send("/admin/pages/1/edit/", body=body, kind=kind, session=True).status_code == 200
    assert send("/admin/pages/1/edit/", body=body, kind=kind).status_code == 413


def test_more_files_than_a_form_takes_is_413() -> None:
    files = {f"f{n}": SimpleUploadedFile("a.txt", b"x") for n in range(6)}
    body, kind = multipart(**files)

    assert send(body=body, kind=kind).status_code == 413


def test_a_query_of_many_fields_is_413() -> None:
    assert send(method="GET", query="&".join(["a=1"] * 501)).status_code == 413


@pytest.mark.parametrize("kind", [f"{FORM}; charset=utf-16", "text/plain; charset=latin-1"])
def test_another_encoding_is_400(kind: str) -> None:
    assert send(body=b"a=1", kind=kind).status_code == 400


def test_a_length_that_is_no_number_is_400() -> None:
    request = RequestFactory().post("/x/", {"a": "1"})
    request.META["CONTENT_LENGTH"] = "many"

    assert InputGate(view)(request).status_code == 400


def test_an_upload_prefix_may_take_more(settings: Any) -> None:
    settings.FORUM_UPLOAD_PREFIXES = ("/me/cv/",)
    body = b"a=" + b"x" * BODY_LIMIT

    assert send("/me/cv/", body=body, session=True).status_code == 200
    assert send("/me/cv/", body=body).status_code == 413
    assert send("/me/", body=body, session=True).status_code == 413


@pytest.mark.parametrize(
    ("path", "most"), [("/me/cv/", UPLOAD_LIMIT), ("/admin/x/", 10 * 1024 * 1024 + BODY_LIMIT)]
)
def test_nobody_fills_the_disk(settings: Any, path: str, most: int) -> None:
    settings.FORUM_UPLOAD_PREFIXES = ("/me/cv/",)

    upload = multipart(file=SimpleUploadedFile("a.bin", b""))
    for size, status in ((most, 200), (most + 1, 413)):
        room = size - len(upload[0])
        body, kind = multipart(file=SimpleUploadedFile("a.bin", b"x" * room))
        assert len(body) == size
        assert send(path, body=body, kind=kind, session=True).status_code == status


def test_an_upload_without_a_session_is_refused_before_it_is_read() -> None:
    body, kind = multipart(cv=SimpleUploadedFile("big.bin", b"x" * 3_000_000))

    assert send("/admin/documents/add/", body=body, kind=kind).status_code == 413
    assert inside == []


def test_a_cookie_with_hidden_controls_is_forgotten_and_the_others_stay() -> None:
    request = RequestFactory().get("/x/")
    request.META["HTTP_COOKIE"] = r'sessionid="1234\000abc"; a="b\012c"; csrftoken=fine; d="e f"'

    assert InputGate(view)(request).status_code == 200
    assert request.COOKIES == {"csrftoken": "fine", "d": "e f"}


@pytest.mark.parametrize(
    ("path", "query", "body"),
    [
        ("/challenges/caf%C3%A9/", "q=Si%C3%A2n", b"name=O%27Brien&city=%E5%90%8D"),
        ("/x/", "q=100%25", b"text=line%0D%0Aline%09tab"),
        ("/x/", "q=%22", b"a=%EF%BF%BD"),
        ("/x/", "q=a+b&q=c", b""),
        ("/x/", "q=%", b"a=50%&b=%zz"),
        ("/x/", "", "emoji=\U0001f469\u200d\U0001f4bb".encode()),
    ],
)
def test_honest_text_is_let_in(path: str, query: str, body: bytes) -> None:
    assert send(path, query=query, body=body).status_code == 200


def test_a_refusal_has_its_own_headers() -> None:
    response = send(query="q=%00")

    assert response["Content-Security-Policy"] == "default-src 'self'; frame-ancestors 'none'"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Cache-Control"] == "no-store"


def test_the_view_still_reads_what_was_checked() -> None:
    body, kind = multipart(a="1", cv=SimpleUploadedFile("cv.txt", b"text"))
    send(body=body, kind=kind)

    assert inside[0].POST["a"] == "1"
    assert inside[0].FILES["cv"].read() == b"text"
