"""Who may post to the webhooks: Twilio alone, about what is ours; whatever else comes is refused without a trace."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import httpx2
import pytest
import structlog
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.applications import Starlette
from twilio.request_validator import RequestValidator

from bots.twilio_signature import RETRIES, Signatures
from bots.whatsapp.inbound import Numbers
from bots.whatsapp.webhooks import Webhooks
from conversation.messages import InboundMessage
from tests.bots.whatsapp.patients import MESSAGES, PUBLIC, SMS, WHATSAPP, form, sid, sign
from tests.bots.whatsapp.peer import ACCOUNT, TOKEN

HOOK = "https://front.example.org/hooks/twilio/message"
VECTOR = {
    "MessageSid": "SM" + "0" * 31 + "1",
    "AccountSid": "AC" + "0" * 32,
    "From": "whatsapp:+15005550006",
    "To": "whatsapp:+14155238886",
    "Body": "I need a cardiologist tomorrow ☎",
    "NumMedia": "0",
}
SHA1, SHA1_PORT = "GQ/vDPk/jSNLSEj4xX45jT9KGew=", "XtvcG/sb4wdaSW3Ay+dVAAgK6Y4="
SHA256, OF_JSON = "mZKsmzmqf8TokA37aX2iU50XNyHv7O5ixi9Lf5OXGqY=", "+fYPFdtD57OrRBkCLPkp4DrpFg8="
DIGEST = "015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862"
BY_SHA256 = {"x-twilio-webhooks-signature-settings": "key=k1,algorithm=HMAC_SHA256"}
VECTORS_TOKEN = "12345678901234567890123456789012"
"""With which these were made."""
ours = Signatures(VECTORS_TOKEN, PUBLIC)


def signed(signature: str, **more: str) -> dict[str, str]:
    return {"x-twilio-signature": signature, **more}


def test_w01_the_vendors_own_vectors_are_genuine() -> None:
    assert ours.is_genuine(HOOK, VECTOR, signed(SHA1))
    assert ours.is_genuine(HOOK, VECTOR, signed(SHA1_PORT))
    assert ours.is_genuine(HOOK, VECTOR, {**signed(SHA256), **BY_SHA256})
    assert ours.is_genuine(f"{HOOK}?bodySHA256={DIGEST}", '{"a":1}', signed(OF_JSON))


def test_an_address_counts_with_and_without_what_makes_twilio_try_again() -> None:
    for address, is_ours in ((HOOK, True), (f"{HOOK}{RETRIES}", True), (f"{HOOK}#rc=1", False)):
        signature = RequestValidator(VECTORS_TOKEN).compute_signature(address, VECTOR)
        assert ours.is_genuine(HOOK, VECTOR, signed(signature)) is is_ours


def test_w05_the_algorithm_is_the_one_that_is_named_and_no_unknown_one() -> None:
    assert not ours.is_genuine(HOOK, VECTOR, signed(SHA256))
    assert not ours.is_genuine(HOOK, VECTOR, {**signed(SHA1), **BY_SHA256})
    for name in ("HMAC_MD5", "none", "HMAC_SHA256,algorithm=HMAC_SHA1x", "\x00"):
        settings = {"x-twilio-webhooks-signature-settings": f"key=k1,algorithm={name}"}
        assert not ours.is_genuine(HOOK, VECTOR, {**signed(SHA256), **settings})


def test_parameters_that_are_added_after_signing_do_not_break_a_signature() -> None:
    for name in ("CallToken", "StirVerstat"):
        assert ours.is_genuine(HOOK, {**VECTOR, name: "later"}, signed(SHA1))
    assert not ours.is_genuine(HOOK, {**VECTOR, "Other": "later"}, signed(SHA1))


def test_a_websocket_is_signed_over_its_own_address_without_parameters() -> None:
    url = ours.url("/webhooks/twilio/relay", scheme="wss")
    assert url == "wss://front.example.org/webhooks/twilio/relay"
    assert ours.is_genuine(url, None, signed(RequestValidator(VECTORS_TOKEN).compute_signature(url, {})))


def test_without_a_token_or_a_public_address_nothing_is_genuine() -> None:
    empty = base64.b64encode(hmac.new(b"", HOOK.encode(), hashlib.sha1).digest()).decode()
    assert not Signatures("", PUBLIC).is_genuine(HOOK, {}, signed(empty))
    assert not Signatures(VECTORS_TOKEN, "").is_genuine(HOOK, VECTOR, signed(SHA1))


NAMES = [*sorted(form("whatsapp", "+353860001001", "x")), "ButtonPayload", "ListId", "MediaUrl0", "Latitude"]
RUBBISH = ["", "\x00", "1e400", "-1", "NaN", "\u202e", "whatsapp:", "+1", "SM", "[", "9" * 400]
ODD = st.text(max_size=40) | st.sampled_from(RUBBISH)


@settings(max_examples=150)
@given(st.dictionaries(st.sampled_from(NAMES) | st.text(max_size=10), ODD, max_size=6), st.booleans())
def test_w12_whatever_is_signed_is_answered_without_an_error_of_ours(given: dict[str, str], keeps: bool) -> None:
    base = form("whatsapp", "+353860001001", "hello")
    params = {**base, **given} if keeps else given
    params = {k.encode("utf-8", "replace").decode(): v.encode("utf-8", "replace").decode() for k, v in params.items()}
    assert Door().post(params, sign(MESSAGES, params)).status_code in (200, 400, 403)


@settings(max_examples=60)
@given(st.binary(max_size=300), st.text(max_size=40), st.sampled_from(["", "application/json", "text/plain", "x"]))
def test_w12_no_rubbish_is_believed_or_breaks_anything(body: bytes, signature: str, kind: str) -> None:
    told = signature.encode("ascii", "ignore").decode().translate(dict.fromkeys(range(32)))
    assert Door().post(body, told, content_type=kind).status_code in (400, 403, 415)


# --- over HTTP ------------------------------------------------------------------------------------


class Door:
    """The webhooks alone: what they let in, and what they say."""

    def __init__(self, public: str = PUBLIC) -> None:
        self.taken: list[InboundMessage] = []
        self.reports: list[tuple[str, ...]] = []
        numbers = Numbers(ACCOUNT, {"whatsapp": WHATSAPP, "sms": SMS})
        webhooks = Webhooks(Signatures(TOKEN, public), numbers, self._take, self._report)
        self._app = Starlette(routes=webhooks.routes())

    async def _take(self, message: InboundMessage, *, more_within: float = 0.0) -> bool:
        self.taken.append(message)
        return True

    async def _report(self, *report: str) -> None:
        self.reports.append(report)

    def post(
        self, body: dict[str, str] | bytes, signature: str | None, path: str = MESSAGES, **headers: str
    ) -> httpx2.Response:
        content = body if isinstance(body, bytes) else urlencode(body).encode()
        told = {
            "content-type": "application/x-www-form-urlencoded",
            **{k.replace("_", "-"): headers[k] for k in headers},
        }
        if signature is not None:
            told["x-twilio-signature"] = signature

        async def run() -> httpx2.Response:
            transport = httpx2.ASGITransport(self._app, raise_app_exceptions=True)
            async with httpx2.AsyncClient(transport=transport, base_url="http://inside:8000") as http:
                return await http.post(path, content=content, headers=told)

        return asyncio.run(run())


@pytest.fixture
def door() -> Door:
    return Door()


GOOD = form("whatsapp", "+353860001001", "I need a cardiologist ☎", MessageSid="SM" + "a" * 32)


def test_a_signed_message_is_answered_with_an_empty_document(door: Door) -> None:
    answer = door.post(GOOD, sign(MESSAGES, GOOD))
    assert (answer.status_code, answer.headers["content-type"].split(";")[0]) == (200, "text/xml")
    assert answer.text.endswith("<Response/>")
    assert [(m.channel, m.conversation, m.is_vouched) for m in door.taken] == [("whatsapp", "+353860001001", True)]


MUTANTS: dict[str, Callable[[dict[str, str], str], tuple[dict[str, str] | bytes, str | None]]] = {
    "a value": lambda f, s: ({**f, "Body": "other"}, s),
    "a value's case": lambda f, s: ({**f, "Body": f["Body"].lower()}, s),
    "a blank more": lambda f, s: ({**f, "Body": f["Body"] + " "}, s),
    "a name": lambda f, s: ({("Bodi" if k == "Body" else k): v for k, v in f.items()}, s),
    "one more": lambda f, s: ({**f, "Extra": "1"}, s),
    "one less": lambda f, s: ({k: v for k, v in f.items() if k != "NumMedia"}, s),
    "no signature": lambda f, s: (f, None),
    "an empty one": lambda f, s: (f, ""),
    "another token's": lambda f, s: (f, sign(MESSAGES, f, token="x" * 32)),
    "lower case": lambda f, s: (f, s.lower()),
    "cut short": lambda f, s: (f, s[:-1]),
    "too long": lambda f, s: (f, s * 1000),
    "not base64": lambda f, s: (f, "*" * 28),
    "another path's": lambda f, s: (f, sign("/webhooks/twilio/voice", f)),
    "another host's": lambda f, s: (f, sign(MESSAGES, f, public="https://evil.example")),
    "http": lambda f, s: (f, sign(MESSAGES, f, public="http://front.example.org")),
    "empty body": lambda f, s: (b"", s),
    "not UTF-8": lambda f, s: (b"Body=\xff\xfe&MessageSid=SM", s),
    "a name twice": lambda f, s: ((urlencode(f) + "&Body=again").encode(), s),
    "a thousand names": lambda f, s: (urlencode({f"k{n}": "v" for n in range(1000)}).encode(), s),
}


@pytest.mark.parametrize("mutant", MUTANTS)
def test_w02_whatever_is_not_as_it_was_signed_is_refused_and_not_logged(door: Door, mutant: str) -> None:
    body, signature = MUTANTS[mutant](GOOD, sign(MESSAGES, GOOD))
    with structlog.testing.capture_logs() as logs:
        answer = door.post(body, signature)
    assert (answer.status_code, door.taken) == (403, [])
    assert "cardiologist" not in str(logs) and "353860001001" not in str(logs)


def test_a_body_without_end_is_cut_off(door: Door) -> None:
    assert door.post(b"Body=" + b"a" * 200_000, "x").status_code == 413


@pytest.mark.parametrize(
    ("public", "path", "is_genuine"),
    [
        ("https://front.example.org", MESSAGES, True),
        ("https://front.example.org/", MESSAGES, True),
        ("https://front.example.org:443", MESSAGES, True),
        ("https://front.example.org", f"{MESSAGES}?hospital=1&x=%C3%A9", True),
        ("https://front.example.org/desk", MESSAGES, True),
        ("http://front.example.org", MESSAGES, False),
        ("https://other.example.org", MESSAGES, False),
        ("https://front.example.org:8443", MESSAGES, True),  # the vendor's own check tries it without the port too
    ],
)
def test_w03_the_address_is_the_published_one_whatever_the_proxy_says(public: str, path: str, is_genuine: bool) -> None:
    # Twilio signed what it was told to call, which is the first three's address, or has a folder before it
    told = "https://front.example.org/desk" if public.endswith("/desk") else "https://front.example.org"
    answer = Door(public).post(
        GOOD,
        sign(path, GOOD, public=told),
        path,
        host="evil.example",
        x_forwarded_host="evil.example",
        x_forwarded_proto="http",
        forwarded="host=evil.example;proto=http",
    )
    assert (answer.status_code == 200) is is_genuine
    assert answer.status_code in (200, 403)


@pytest.mark.parametrize("spoofed", ["x_forwarded_host", "host", "x_original_url", "x_forwarded_prefix"])
def test_w03_a_signature_over_an_address_from_a_header_is_worth_nothing(door: Door, spoofed: str) -> None:
    headers = {spoofed: "evil.example"}
    assert door.post(GOOD, sign(MESSAGES, GOOD, public="https://evil.example"), **headers).status_code == 403


JSON = b'{"a":1}'


@pytest.mark.parametrize(
    ("query", "body", "status"),
    [
        (f"bodySHA256={DIGEST}", JSON, 400),  # genuine, and no message
        (f"bodySHA256={DIGEST}", b'{"a":2}', 403),
        ("", JSON, 403),
        (f"bodySHA256={DIGEST}&bodySHA256={DIGEST}", JSON, 403),
        (f"bodySHA256={DIGEST.upper()}", JSON, 403),
        ("bodySHA256=", JSON, 403),
    ],
)
def test_w04_json_is_believed_only_with_the_digest_of_its_body(
    door: Door, query: str, body: bytes, status: int
) -> None:
    path = f"{MESSAGES}?{query}" if query else MESSAGES
    signature = RequestValidator(TOKEN).compute_signature(PUBLIC + path, {})
    answer = door.post(body, signature, path, content_type="application/json")
    assert (answer.status_code, door.taken) == (status, [])


def recut(params: dict[str, str], *, drop: tuple[str, ...] = (), **changed: str) -> dict[str, str]:
    """The same signed text, cut up elsewhere."""
    return {**{k: v for k, v in params.items() if k not in drop}, **changed}


def signed_text(params: dict[str, Any]) -> str:
    return "".join(f"{name}{params[name]}" for name in sorted(params))


def test_w06_a_captured_request_cut_up_anew_has_no_effect(door: Door) -> None:
    attacker, victim, new = "+15005550099", "+353860001001", sid()
    crafted = f"hiFrom{victim}FromzX"
    theirs = form("sms", attacker, crafted, MessageSid=sid())
    signature = sign(MESSAGES, theirs)
    as_victim = recut(theirs, Body="hi", From=victim, FromzX=f"From{attacker}")
    assert signed_text(as_victim) == signed_text(theirs)
    assert door.post(as_victim, signature).status_code == 400

    crafted = f"hiFrom{victim}MessageSid{new}NumA"
    theirs = form("sms", attacker, crafted, MessageSid=sid())
    own = theirs["MessageSid"]
    tail = f"From{attacker}MessageSid{own}"
    again = recut(theirs, Body="hi", From=victim, MessageSid=new, NumA=tail)
    assert signed_text(again) == signed_text(theirs)
    assert door.post(again, sign(MESSAGES, theirs)).status_code == 400
    assert door.taken == []


@pytest.mark.parametrize(
    "changed",
    [
        {"AccountSid": "AC" + "1" * 32},
        {"AccountSid": ACCOUNT + "x"},
        {"To": "whatsapp:+15005550001"},
        {"To": WHATSAPP},
        {"From": "+353860001001"},
        {"From": "whatsapp:+353860001001From+1"},
        {"MessageSid": "SM1"},
        {"MessageSid": "SM" + "A" * 32},
        {"MessageSid": "CA" + "a" * 32},
    ],
)
def test_w06_what_is_signed_but_not_ours_is_refused(door: Door, changed: dict[str, str]) -> None:
    params = {**GOOD, **changed}
    assert (door.post(params, sign(MESSAGES, params)).status_code, door.taken) == (400, [])


@pytest.mark.parametrize("stage", ["sent", "delivered", "read", "failed", "undelivered", "sending", "something_new"])
def test_a_report_is_taken_in_with_its_code(door: Door, stage: str) -> None:
    params = {"MessageSid": sid(), "MessageStatus": stage, "AccountSid": ACCOUNT, "From": SMS, "To": "+353860001001"}
    params["ErrorCode"] = "30003"
    path = "/webhooks/twilio/status"
    assert door.post(params, sign(path, params), path).status_code == 204
    expected = {"sending": "queued"}.get(stage, stage)
    assert door.reports == [("sms", params["MessageSid"], expected, "30003")]
    assert door.post(params, "no", path).status_code == 403
