"""Speech as TwiML, built with the vendor's own classes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby
from typing import Any

from bots.voice.call import Step
from bots.voice.house import House
from bots.voice.speech import Keys, Sentence, Speech
from bots.voice.voices import sound_of
from conversation.phrases.voice import GRAMMARS

SILENCE_SECONDS, END_OF_SPEECH_SECONDS, DIAL_SECONDS = 7, 2, 25
SLOW = "80%"
HINTS, HINT_CHARACTERS, ALL_HINTS_CHARACTERS = 500, 100, 8_000
"""As many hints, each and all of them as long, as the vendor takes."""
DIGITS = {Keys.ONE: 1, Keys.BIRTH: 8, Keys.CODE: 6}

Address = Callable[..., str]
"""The address of the next turn, with the step and whatever else it is to carry."""


def render(speech: Speech, address: Address, house: House) -> str:
    """What the vendor is to say and do next."""
    from twilio.twiml.voice_response import VoiceResponse

    response = VoiceResponse()
    _say(response, speech.before, speech.step, house)
    if speech.dial is not None:
        _say_all(response, speech, house)
        dial = response.dial(action=address(speech.step, dial=speech.reference), method="POST", timeout=DIAL_SECONDS)
        dial.number(speech.dial)
    elif speech.ends:
        _say_all(response, speech, house)
        response.hangup()
    elif speech.is_unready:
        _say_all(response, speech, house)
        response.pause(length=1)
        response.redirect(address(speech.step), method="POST")
    else:
        gather = response.gather(**_listening(speech, address, house))
        _say_all(gather, speech, house)
        # nobody spoke
        response.redirect(address(speech.step), method="POST")
    return str(response)


def only_dial(speech: Speech, address: Address) -> str:
    """Put a caller through to whom all was said already."""
    from twilio.twiml.voice_response import VoiceResponse

    response = VoiceResponse()
    dial = response.dial(action=address(speech.step, dial=speech.reference), method="POST", timeout=DIAL_SECONDS)
    dial.number(speech.dial)
    return str(response)


def connect(url: str, action: str, house: House) -> str:
    """Hand the call to our websocket."""
    from twilio.twiml.voice_response import Connect, VoiceResponse

    response = VoiceResponse()
    link = Connect(action=action, method="POST")
    sound = sound_of(house.languages[0], house.region)
    relay = link.conversation_relay(
        url=url,
        language=sound.locale,
        tts_provider="Amazon",
        voice=_bare(sound.voice),
        dtmf_detection=True,
        interruptible="any",
        report_input_during_agent_speech="any",
        hints=hints(house) or None,
    )
    for language in house.languages:
        sound = sound_of(language, house.region)
        relay.language(code=sound.locale, tts_provider="Amazon", voice=_bare(sound.voice))
    response.append(link)
    return str(response)


def hang_up() -> str:
    """End the call."""
    from twilio.twiml.voice_response import VoiceResponse

    response = VoiceResponse()
    response.hangup()
    return str(response)


def sorry(sentences: Sequence[Sentence], house: House) -> str:
    """Words, and the end of the call."""
    from twilio.twiml.voice_response import VoiceResponse

    response = VoiceResponse()
    _say(response, sentences, Step(), house)
    response.hangup()
    return str(response)


def _listening(speech: Speech, address: Address, house: House) -> dict[str, Any]:
    number = DIGITS.get(speech.keys)
    told: dict[str, Any] = {
        "input": "dtmf speech",
        "action": address(speech.step),
        "method": "POST",
        "timeout": SILENCE_SECONDS,
        "speech_timeout": str(END_OF_SPEECH_SECONDS),
        "language": sound_of(speech.language, house.region).locale,
        "finish_on_key": "" if speech.keys is Keys.ONE else "#",
        "profanity_filter": False,
    }
    if number is not None:
        told["num_digits"] = number
    if said := hints(house):
        told["hints"] = said
    return told


def hints(house: House) -> str:
    """What callers are likely to say, within the vendor's limits."""
    kept: list[str] = []
    left = ALL_HINTS_CHARACTERS
    for hint in dict.fromkeys(" ".join(hint.replace(",", " ").split()) for hint in house.hints):
        if not hint or len(hint) > HINT_CHARACTERS:
            continue
        left -= len(hint) + 1
        if left < 0 or len(kept) >= HINTS:
            break
        kept.append(hint)
    return ",".join(kept)


def _say_all(parent: Any, speech: Speech, house: House) -> None:
    _say(parent, speech.sentences, speech.step, house)


def _say(parent: Any, sentences: Sequence[Sentence], step: Step, house: House) -> None:
    """Sentences, those of one language in one breath."""
    for language, said in groupby(sentences, lambda sentence: sentence.language):
        sound = sound_of(language if language in GRAMMARS else house.languages[0], house.region)
        text = " ".join(sentence.text for sentence in said)
        if step.is_slow:
            parent.say(voice=sound.voice, language=sound.locale).prosody(text, rate=SLOW)
        else:
            parent.say(text, voice=sound.voice, language=sound.locale)


def _bare(voice: str) -> str:
    """A voice as the relay names it."""
    return voice.removeprefix("Polly.")
