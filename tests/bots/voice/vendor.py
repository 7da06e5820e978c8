"""The vendor's side of a call: a signature that its own code makes, TwiML taken as its own classes define it."""

from __future__ import annotations

import inspect
import re
import secrets
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import urljoin, urlsplit
from xml.etree import ElementTree

import httpx2
from twilio.request_validator import RequestValidator
from twilio.twiml import TwiML, voice_response

ACCOUNT, TOKEN = "AC" + "0" * 32, "a token of the vendor's"
CALLER, LANDLINE, DESK = "+353861234567", "+35315550177", "+35315550199"
MOST_REDIRECTS = 12


# --- TwiML ----------------------------------------------------------------------------------------


def _camel(name: str) -> str:
    first, *rest = name.rstrip("_").split("_")
    return first + "".join(part[:1].upper() + part[1:] for part in rest)


@cache
def grammar() -> dict[str, tuple[frozenset[str], frozenset[str]]]:
    """The tags that the vendor's classes know: each with its attributes and the tags that may stand in it."""
    classes: dict[str, Any] = {
        name: value
        for name, value in vars(voice_response).items()
        if inspect.isclass(value) and issubclass(value, TwiML) and value is not TwiML
    }
    tags: dict[str, str] = {name: value(*["x"] * _required(value)).name for name, value in classes.items()}
    attributes: dict[str, set[str]] = {tag: set() for tag in tags.values()}
    children: dict[str, set[str]] = {tag: set() for tag in tags.values()}
    for name, value in classes.items():
        for method in vars(value).values():
            if not inspect.isfunction(method) or method.__name__.startswith("__"):
                continue
            made = re.search(r"self\.nest\(\s*(\w+)\(", inspect.getsource(method))
            if made is None:
                continue
            child = tags[made[1]]
            children[tags[name]].add(child)
            named = inspect.getsource(method).split("self.nest(", 1)[1]
            attributes[child] |= {_camel(each) for each in re.findall(r"(\w+)=", named)}
    return {tag: (frozenset(attributes[tag]), frozenset(children[tag])) for tag in attributes}


def _required(cls: Any) -> int:
    parameters = list(inspect.signature(cls.__init__).parameters.values())[1:]
    return sum(p.default is p.empty and p.kind is p.POSITIONAL_OR_KEYWORD for p in parameters)


def faults(document: str) -> list[str]:
    """What of a document the vendor's classes do not know."""
    known = grammar()
    found: list[str] = []

    def look(element: ElementTree.Element) -> None:
        allowed, inside = known.get(element.tag, (frozenset(), frozenset()))
        found.extend(f"{element.tag} has no {name}" for name in element.attrib if name not in allowed)
        for child in element:
            if child.tag not in inside:
                found.append(f"{child.tag} in {element.tag}")
            look(child)

    root = ElementTree.fromstring(document)
    if root.tag != "Response" or not len(root):
        found.append("no response")
    look(root)
    return found


# --- a caller -------------------------------------------------------------------------------------


def words_in(element: ElementTree.Element) -> str:
    """What is said."""
    return " ".join(" ".join(said.itertext()) for said in element.iter("Say"))


@dataclass
class Caller:
    """A telephone that follows TwiML as the vendor does."""

    address: str
    number: str = CALLER
    sid: str = field(default_factory=lambda: "CA" + secrets.token_hex(16))
    public_url: str = ""
    waits: list[ElementTree.Element] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)
    dialled: list[str] = field(default_factory=list)
    documents: list[str] = field(default_factory=list)
    requests: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    has_ended: bool = False
    dial_action: str = ""

    def form(self, **more: str) -> dict[str, str]:
        """The fields of every request."""
        return {
            "CallSid": self.sid,
            "AccountSid": ACCOUNT,
            "From": self.number,
            "Caller": self.number,
            "To": "+35315550100",
            "Called": "+35315550100",
            "CallStatus": "in-progress",
            "Direction": "inbound",
            "ApiVersion": "2010-04-01",
            **more,
        }

    def post(self, path: str, **more: str) -> httpx2.Response:
        """A request as the vendor sends it."""
        form = self.form(**more)
        url = urljoin(self.public_url or self.address, path)
        signature = RequestValidator(TOKEN).compute_signature(url, form)
        self.requests.append((path, form))
        return _client().post(
            urljoin(self.address, path), data=form, headers={"X-Twilio-Signature": signature}, timeout=20
        )

    def ring(self) -> str:
        """Call; what is said."""
        return self._follow(self.post("/webhooks/twilio/voice", CallStatus="ringing"))

    def say(self, words: str, sureness: float = 0.9) -> str:
        """Speak; what is said then."""
        return self._act(SpeechResult=words, Confidence=str(sureness))

    def press(self, keys: str) -> str:
        """Press keys, as far as the vendor waits for them; what is said then."""
        gather = self.gather
        finish = gather.get("finishOnKey", "#")
        taken = ""
        for key in keys:
            if finish and key in finish:
                break
            taken += key
            if len(taken) == int(gather.get("numDigits", "99")):
                break
        return self._act(Digits=taken)

    def be_silent(self) -> str:
        """Say nothing until the vendor goes on to what stands behind the question."""
        document = ElementTree.fromstring(self.documents[-1])
        after = list(document)[[child.tag for child in document].index("Gather") + 1 :]
        redirect = next(child for child in after if child.tag == "Redirect")
        return self._follow(self.post(redirect.text or ""))

    def hang_up(self) -> None:
        """End the call; the vendor tells of it."""
        self.post("/webhooks/twilio/voice", CallStatus="completed")
        self.has_ended = True

    def answer_dial(self, status: str) -> str:
        """What became of the call to the desk; what is said then."""
        return self._follow(self.post(self.dial_action, DialCallStatus=status))

    @property
    def gather(self) -> ElementTree.Element:
        """The question that is open."""
        found = ElementTree.fromstring(self.documents[-1]).find("Gather")
        assert found is not None, self.documents[-1]
        return found

    @property
    def text(self) -> str:
        """What was said last."""
        return self.heard[-1]

    def _act(self, **what: str) -> str:
        return self._follow(self.post(self.gather.attrib["action"], **what))

    def _follow(self, response: httpx2.Response) -> str:
        said = []
        for _ in range(MOST_REDIRECTS):
            assert response.status_code == 200, (response.status_code, response.text)
            assert response.headers["content-type"].startswith("text/xml")
            assert faults(response.text) == [], response.text
            self.documents.append(response.text)
            document = ElementTree.fromstring(response.text)
            said.append(words_in(document))
            verbs = [child.tag for child in document]
            if "Gather" in verbs:
                break
            if "Dial" in verbs:
                dial = document.find("Dial")
                assert dial is not None
                self.dialled.append(next(iter(dial.itertext())))
                self.dial_action = dial.attrib["action"]
                assert dial.attrib["timeout"] == "25"
                break
            if "Hangup" in verbs:
                self.has_ended = True
                break
            redirect = document.find("Redirect")
            assert redirect is not None, response.text
            response = self.post(redirect.text or "")
        self.heard.append(" ".join(said))
        return self.heard[-1]


@cache
def _client() -> httpx2.Client:
    """The vendor's connections; each of its own would read the certificates again."""
    return httpx2.Client()


def path_of(url: str) -> str:
    """An address without its host."""
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
