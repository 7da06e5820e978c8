"""Who answers the phone: what a caller does at a step becomes a message to the desk, its answer becomes speech.

The same for both ways in which a call reaches us: TwiML and the relay. It keeps nothing itself: what was said stands in
the records, where the call stands comes with each step.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from bots.switchboard import UnansweredError
from bots.voice import answers
from bots.voice.call import Call, Said, Standing, Step
from bots.voice.dates import as_date
from bots.voice.house import House
from bots.voice.speech import (
    BLOCK,
    MORE_KEY,
    OPEN,
    READ_BACKS,
    WORDS,
    Keys,
    Speaker,
    Speech,
    command_in,
    key_in,
    question_of,
    spoken,
    wants_nothing_more,
    word_in,
)
from bots.voice.words import Word
from conversation.extractors.heard import as_written
from conversation.messages import Answer, InboundMessage, Kind
from conversation.phrases.say import Say
from conversation.phrases.voice import Voice

CHANNEL = "voice"
SURE_ENOUGH = 0.35
"""Below that, what a recogniser heard is asked for again."""
REFERENCES = frozenset({"visit_day", "visit"})
"""Questions that a visit's reference answers."""
SILENCES = 2
"""After so many in a row a person takes over, or the call ends."""


@dataclass(frozen=True)
class Attendant:
    """Answers calls. All of it runs on the event loop."""

    ask: Callable[[InboundMessage], Awaitable[Answer]]
    """The desk's answer to a message; a message that came before has its answer already. Raises UnansweredError."""
    answers_to: Callable[[str], Awaitable[Answer | None]]
    """The answer that a message got."""
    urgent_words: Callable[[InboundMessage], str | None]
    """What to say to a message that tells of an emergency, all else being out of reach; None to any other."""
    house: Callable[[], House]
    has_sms: bool = False
    """Whether text messages can be sent."""

    # --- what a caller does -----------------------------------------------------------------------

    async def begin(self, call: Call, step: Step | None = None) -> Speech:
        """Somebody rings."""
        step = step or Step()
        answer = await self._told(call, step, Kind.CALL)
        return self._speech(answer, step.on(step.said), before=None, greets=True)

    async def heard(self, call: Call, step: Step, said: Said) -> Speech:
        """Somebody spoke or pressed keys."""
        try:
            answer = await self.answers_to(_message_id(call, step.said))
        except UnansweredError:
            language = step.language or self.house().languages[0]
            message = _message(call, step, Kind.TEXT, text=said.words, language=language)
            raise UnansweredError(self.urgent_words(message)) from None
        if answer is None and step.number > 1:
            # what was spoken last is not in the records: it is asked for once more
            answer = Answer([], {}, [])
        standing = Standing(answer or Answer([], {}, []))
        if step.is_waiting:
            return await self._answered(call, step, standing, Kind.TEXT)
        if said.is_nothing:
            return await self._silent(call, step, standing)
        if said.keys.strip():
            return await self._pressed(call, step, standing, said)
        return await self._spoke(call, step, standing, said)

    async def dialled(self, call: Call, step: Step, reference: str, status: str) -> Speech:
        """The desk's phone was rung: somebody took the call, or a call back is noted."""
        answer = "spoke" if status in ("completed", "answered") else "call"
        told = await self._told(call, step, Kind.CHOICE, choice=f"ways:{reference}.{answer}")
        if answer == "spoke":
            return Speech(step.on(), self._language(told), ends=True)
        language = self._language(told)
        lead = Speaker(language).word(Word.NOBODY_ANSWERED)
        return self._speech(told, step.on(str(step.number)), before=None, lead=lead)

    async def hung_up(self, call: Call, at: str) -> None:
        """The call is over. `at` tells this from other calls' ends."""
        await self._told(call, Step(), Kind.HANGUP, suffix=f"end-{at}")

    # --- keys -------------------------------------------------------------------------------------

    async def _pressed(self, call: Call, step: Step, standing: Standing, said: Said) -> Speech:
        options, wanted, keys = answers.options(standing.answer), answers.keys(standing.answer), said.keys.strip()
        keys = keys.strip("#*")
        if not keys:
            return self._again(step, standing)
        if said.is_cut_in and standing.question in READ_BACKS and keys != "0":
            # a key for yes, pressed before it was told what for
            return self._again(step, standing)
        if keys == "0":
            return await self._answered(call, step, standing, Kind.TEXT, text="0")
        if step.number == 1 and keys == MORE_KEY and (other := self._other_language(standing)):
            return await self._in_language(call, step, other)
        if len(keys) == 1 and options:
            if keys == MORE_KEY and step.first + answers.read(options, step.first) < len(options):
                return self._more(step, standing)
            at = step.first // BLOCK * BLOCK + int(keys) - 1
            if int(keys) <= BLOCK and at < len(options):
                return await self._answered(call, step, standing, Kind.CHOICE, choice=options[at].value)
            return self._again(step, standing, Word.NOT_AN_OPTION)
        if len(keys) == 1 and wanted is Keys.ONE:
            return self._again(step, standing, Word.NOT_AN_OPTION)
        if wanted in (Keys.BIRTH, Keys.DAY):
            told = as_date(keys, self.house().is_day_first, is_birth=wanted is Keys.BIRTH, today=self.house().today)
            return await self._answered(call, step, standing, Kind.DTMF, text=told or keys)
        return await self._answered(call, step, standing, Kind.DTMF, text=keys)

    async def _in_language(self, call: Call, step: Step, language: str) -> Speech:
        answer = await self._told(call, step, Kind.TEXT, text=word_in(language, Word.LANGUAGE_PLEASE))
        speaker = self._speaker(answer)
        for reply in answers.replies(answer):
            speaker.say(spoken(reply, speaker.language))
        return self._closed(speaker, answer, step.on(str(step.number)))

    def _other_language(self, standing: Standing) -> str | None:
        spoken_here = self._language(standing.answer)
        return next((each for each in self.house().languages if each in WORDS and each != spoken_here), None)

    # --- speech -----------------------------------------------------------------------------------

    async def _spoke(self, call: Call, step: Step, standing: Standing, said: Said) -> Speech:
        language = self._language(standing.answer)
        if (key := key_in(said.words, language)) is not None:
            return await self._pressed(call, step, standing, replace(said, keys=key))
        text = as_written(said.words.strip(), is_reference=standing.question in REFERENCES)
        command = command_in(text, language)
        if command == "repeat":
            return self._again(step, standing)
        if command == "slower":
            return self._again(replace(step, is_slow=True), standing, Word.SLOWER)
        is_open = standing.question in OPEN and step.said != "0" and not standing.is_alarmed
        if is_open and wants_nothing_more(text, language):
            return Speech(step.on(), language, Speaker(language).word(Word.GOODBYE).done(), ends=True)
        options = answers.options(standing.answer)
        # later than those read are first of all the others of the list
        is_more = command == "more" or (command == "later" and standing.question == "slot")
        if is_more and step.first + answers.read(options, step.first) < len(options):
            return self._more(step, standing)
        message = _message(call, step, Kind.TEXT, text=text, is_heard=True, language=language)
        is_unsure = said.sureness is not None and 0 < said.sureness < SURE_ENOUGH
        if is_unsure and self.urgent_words(message) is None:
            return await self._not_understood(call, step, standing)
        kind = Kind.INTERRUPT if said.is_cut_in else Kind.TEXT
        return await self._answered(call, step, standing, kind, text=text, is_heard=True)

    async def _not_understood(self, call: Call, step: Step, standing: Standing) -> Speech:
        failures = step.failures + 1
        if failures >= answers.FAILURES:
            return await self._answered(call, step, standing, Kind.TEXT, text="0")
        return self._again(replace(step, failures=failures), standing, Word.SAY_AGAIN, only_question=True)

    # --- silence ----------------------------------------------------------------------------------

    async def _silent(self, call: Call, step: Step, standing: Standing) -> Speech:
        language, silences = self._language(standing.answer), step.silences + 1
        if standing.is_alarmed:
            return await self._silent_after_alarm(call, step, standing)
        if standing.question in OPEN and step.said != "0":
            # everything is done: nobody need say goodbye
            return Speech(step.on(), language, Speaker(language).word(Word.GOODBYE).done(), ends=True)
        if silences <= SILENCES:
            word = Word.STILL_THERE if silences == 1 else Word.CANNOT_HEAR
            return self._again(replace(step, silences=silences), standing, word, only_question=True)
        if self.has_sms and standing.answer.state.get("task") is not None:
            answer = await self._told(call, step, Kind.SILENCE)
            speaker = self._speaker(answer)
            for reply in answers.replies(answer):
                speaker.say(spoken(reply, speaker.language))
            return Speech(step.on(), speaker.language, speaker.done(), ends=True)
        if self.house().is_open and self.house().desk_phone:
            return await self._answered(call, step, standing, Kind.TEXT, text="0")
        return Speech(step.on(), language, Speaker(language).word(Word.CALL_AGAIN).done(), ends=True)

    async def _silent_after_alarm(self, call: Call, step: Step, standing: Standing) -> Speech:
        """After an alarm the number is said again, and then the line is free for it; in a crisis a person is rung."""
        silences = step.silences + 1
        if silences > SILENCES and standing.is_in_crisis and self.house().is_open and self.house().desk_phone:
            return await self._answered(call, step, standing, Kind.TEXT, text="0")
        speech = self._again(replace(step, silences=silences), standing, Word.STILL_THERE)
        return replace(speech, ends=silences > SILENCES)

    # --- saying it once more ----------------------------------------------------------------------

    def _again(
        self, step: Step, standing: Standing, word: Word | None = None, *, only_question: bool = False
    ) -> Speech:
        """The standing answer once more, or what it asks; the caller's next words are a step of their own."""
        is_silent = word in (Word.STILL_THERE, Word.CANNOT_HEAR)
        step = replace(step, number=step.number + 1, is_waiting=False, silences=step.silences if is_silent else 0)
        speaker = self._speaker(standing.answer)
        if word is not None:
            speaker.word(word)
        said = self._speaker(standing.answer)
        for reply in answers.replies(standing.answer):
            said.say(spoken(reply, said.language))
        sentences = said.done()
        at = question_of(sentences)
        if only_question and at < len(sentences):
            sentences = sentences[at:]
        elif only_question:
            sentences = sentences[-1:]
        speaker.said += sentences
        return self._closed(speaker, standing.answer, step)

    def _more(self, step: Step, standing: Standing) -> Speech:
        options = answers.options(standing.answer)
        first = step.first + answers.read(options, step.first)
        step = replace(step, number=step.number + 1, first=first, silences=0, failures=0, is_waiting=False)
        return self._closed(self._speaker(standing.answer), standing.answer, step)

    # --- answers ----------------------------------------------------------------------------------

    async def _answered(self, call: Call, step: Step, standing: Standing, kind: Kind, **what: Any) -> Speech:
        answer = await self._told(call, step, kind, language=self._language(standing.answer), **what)
        said = str(step.number)
        if answers.gave_up(answer):
            person = next((each for each in answers.options(answer) if answers.is_person(answer, each)), None)
            if person is not None:
                answer = await self._told(call, step, Kind.CHOICE, suffix=f"{step.number}p", choice=person.value)
                said = f"{step.number}p"
        return await self._after(call, step, standing, answer, said)

    async def _after(self, call: Call, step: Step, standing: Standing, answer: Answer, said: str) -> Speech:
        """The answer spoken; where a person was asked for, the caller is put through or called back."""
        reference = answers.handed_over(answer)
        house = self.house()
        if reference is None:
            return self._speech(answer, step.on(said), before=standing)
        lead = self._speaker(answer)
        for reply in answers.replies(answer):
            lead.say(spoken(reply, lead.language))
        if house.is_open and house.desk_phone:
            lead.word(Word.PUTTING_THROUGH)
            return Speech(step.on(said), lead.language, lead.done(), dial=house.desk_phone, reference=reference)
        choice = f"ways:{reference}.call"
        back = await self._told(call, step, Kind.CHOICE, suffix=f"{step.number}c", choice=choice)
        return self._speech(back, step.on(f"{step.number}c"), before=None, lead=lead)

    def _speech(
        self,
        answer: Answer,
        step: Step,
        before: Standing | None,
        *,
        lead: Speaker | None = None,
        greets: bool = False,
    ) -> Speech:
        speaker = lead or self._speaker(answer)
        if before is not None:
            self._read_back_birth(speaker, before, answer)
        for reply in answers.replies(answer):
            speaker.say_once(spoken(reply, speaker.language))
        if not speaker.said:
            speaker.word(Word.SAY_AGAIN)
        if answers.says(answer, Say.GOODBYE, speaker.language):
            return Speech(step, speaker.language, speaker.done(), ends=True)
        if greets:
            for other in self.house().languages:
                if other in WORDS and other != speaker.language and len(self.house().languages) > 1:
                    speaker.said += Speaker(other).word(Word.THIS_LANGUAGE).done()
                    break
        elif (
            answers.is_done(answer)
            and not Standing(answer).is_alarmed
            and question_of(speaker.said) == len(speaker.said)
        ):
            speaker.word(Word.ANYTHING_ELSE)
        return self._closed(speaker, answer, step, reads=not greets)

    def _closed(self, speaker: Speaker, answer: Answer, step: Step, *, reads: bool = True) -> Speech:
        """Speech with the options and the keys of an answer; what is about to be done is heard to its end."""
        keys = answers.keys(answer)
        before: tuple[Any, ...] = ()
        if answer.state.get("question") in READ_BACKS:
            at = question_of(speaker.said)
            before, speaker.said = tuple(speaker.said[:at]), speaker.said[at:]
        speaker.how_to_key(keys)
        if reads:
            speaker.options(answers.options(answer), step.first, keys)
        return Speech(step, speaker.language, speaker.done(), before, keys=keys)

    def _read_back_birth(self, speaker: Speaker, before: Standing, answer: Answer) -> None:
        """A date of birth as it was understood."""
        born = answers.birth(answer.state)
        if born is None or born == answers.birth(before.answer.state):
            return
        day = Voice(speaker.language).aloud().birth(datetime.fromisoformat(born).date())
        speaker.word(Word.I_HEARD, day=day[:1].upper() + day[1:])

    # --- with the desk ----------------------------------------------------------------------------

    async def _told(self, call: Call, step: Step, kind: Kind, suffix: str = "", **what: Any) -> Answer:
        message = _message(call, step, kind, suffix or str(step.number), **what)
        if message.language is None:
            message = message.model_copy(update={"language": self.house().languages[0]})
        return await self.ask(message)

    def _speaker(self, answer: Answer) -> Speaker:
        return Speaker(self._language(answer), self.house().is_day_first)

    def _language(self, answer: Answer) -> str:
        return Standing(answer).language(self.house().languages[0])


def apology(house: House, language: str, words: str | None = None) -> tuple[Any, ...]:
    """What is said when the desk cannot answer, with the number of the hospital."""
    speaker = Speaker(language)
    if words:
        speaker.say(words)
    elif house.phone:
        voice = Voice(language).aloud()
        phone, number = voice.tell(house.phone), " ".join(house.emergency_number)
        speaker.word(Word.AWAY, phone=phone, number=number)
    else:
        speaker.word(Word.AWAY_NO_PHONE)
    return speaker.done()


def address_of(call: Call) -> str:
    """How a call's conversation is called: those of one number stand side by side."""
    return f"{call.caller}/{call.sid}" if call.caller else call.sid


def _message_id(call: Call, at: str) -> str:
    return f"{call.sid}:{at}"


def _message(call: Call, step: Step, kind: Kind, suffix: str = "", **what: Any) -> InboundMessage:
    return InboundMessage(
        channel=CHANNEL,
        conversation=address_of(call),
        external_id=_message_id(call, suffix or str(step.number)),
        kind=kind,
        sender=call.caller,
        received_at=datetime.now(UTC),
        **what,
    )
