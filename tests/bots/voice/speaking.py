"""A caller with a synthesised voice, heard over a telephone line by a recogniser with a small grammar."""

from __future__ import annotations

import array
import io
import math
import subprocess
import wave
from dataclasses import dataclass, field
from functools import cache
from typing import Any

LINE_RATE, RECOGNISER_RATE = 8_000, 16_000
GRAMMAR = """#JSGF V1.0;
grammar caller;
public <said> = <errand> | <answer> | <name> | <birth> | <pick>;
<errand> = i ( need | would like ) [to see] a ( cardiologist | dermatologist ) on <day>;
<day> = monday | tuesday | wednesday | thursday | friday;
<answer> = yes please | no thank you;
<name> = my name is ( nora walsh | tom byrne | peter morgan | helen carter );
<birth> = i was born on the <ordinal> of <month> nineteen <ten> [ <one> ];
<ordinal> = first | second | third | fourth | fifth | sixth | seventh | tenth | twelfth;
<month> = january | march | april | may | june | october;
<ten> = fifty | sixty | seventy | eighty | ninety;
<one> = one | two | three | four | five | six | seven | eight | nine;
<pick> = i would like the ( first | second | third ) one please;
"""


def spoken(program: str, words: str, pace: int = 140) -> list[float]:
    """Words as sound, at the rate of a telephone line."""
    run = subprocess.run(
        [program, "-v", "en-us", "-s", str(pace), "--stdout", words], capture_output=True, check=True, timeout=20
    )
    with wave.open(io.BytesIO(run.stdout)) as sound:
        rate = sound.getframerate()
        samples = array.array("h", sound.readframes(sound.getnframes()))
    return _at_rate([sample / 32_768 for sample in samples], rate, LINE_RATE)


def over_the_line(sound: list[float]) -> list[float]:
    """The sound as mu-law makes it, eight bits a sample."""
    return [_from_mulaw(_to_mulaw(sample)) for sample in sound]


def _to_mulaw(sample: float) -> int:
    size = math.log1p(255 * min(abs(sample), 1.0)) / math.log1p(255)
    return round(size * 127) * (1 if sample >= 0 else -1)


def _from_mulaw(code: int) -> float:
    size = (math.pow(256, abs(code) / 127) - 1) / 255
    return size if code >= 0 else -size


def _at_rate(samples: list[float], rate: int, wanted: int) -> list[float]:
    step = rate / wanted
    told = []
    for at in range(int(len(samples) / step) - 1):
        place = at * step
        left = int(place)
        # what the line cannot carry is averaged away
        width = max(1, round(step))
        told.append(sum(samples[left : left + width]) / width if step > 1 else _between(samples, place))
    return told


def _between(samples: list[float], place: float) -> float:
    left = int(place)
    share = place - left
    return samples[left] * (1 - share) + samples[min(left + 1, len(samples) - 1)] * share


@cache
def _recogniser() -> Any:
    import tempfile

    from pocketsphinx import Decoder

    with tempfile.NamedTemporaryFile("w", suffix=".gram", delete=False) as file:
        file.write(GRAMMAR)
    return Decoder(jsgf=file.name, samprate=float(RECOGNISER_RATE), loglevel="FATAL")


def recognised(sound: list[float]) -> str:
    """What a recogniser makes of a sound; nothing where it makes nothing of it."""
    quiet = [0.0] * (RECOGNISER_RATE // 5)
    louder = [*quiet, *_at_rate(sound, LINE_RATE, RECOGNISER_RATE), *quiet]
    raw = array.array("h", (round(max(-1.0, min(1.0, sample)) * 32_767) for sample in louder)).tobytes()
    decoder = _recogniser()
    decoder.start_utt()
    decoder.process_raw(raw, full_utt=True)
    decoder.end_utt()
    best = decoder.hyp()
    return best.hypstr if best is not None else ""


@dataclass
class Voice:
    """Somebody who speaks, and what was heard of it."""

    program: str
    heard: list[tuple[str, str]] = field(default_factory=list)

    def say(self, words: str) -> str:
        """What the other end hears."""
        heard = recognised(over_the_line(spoken(self.program, words)))
        self.heard.append((words, heard))
        return heard
