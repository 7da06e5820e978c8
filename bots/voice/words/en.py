"""The phone's own sentences in English."""

from bots.voice.words import Word

WORDS: dict[Word, str] = {
    Word.OPTION: "For {label}, press {digit}.",
    Word.OPTION_HASH: "For {label}, press {digit} and the hash key.",
    Word.MORE: "For more, press 9.",
    Word.NO_MORE: "Those were all.",
    Word.KEY_BIRTH_DAY_FIRST: "You can also key it in: two digits for the day, two for the month, four for the year.",
    Word.KEY_BIRTH_MONTH_FIRST: "You can also key it in: two digits for the month, two for the day, four for the year.",
    Word.KEY_CODE: "You can key it in.",
    Word.KEY_NUMBER: "You can also key it in, and then the hash key.",
    Word.KEY_DAY_DAY_FIRST: "You can also key it in: two digits for the day, two for the month, then the hash key.",
    Word.KEY_DAY_MONTH_FIRST: "You can also key it in: two digits for the month, two for the day, then the hash key.",
    Word.I_HEARD: "{day}.",
    Word.SAY_AGAIN: "Sorry, I didn't hear that well. Please say it again.",
    Word.NOT_AN_OPTION: "There is nothing on that key.",
    Word.ANYTHING_ELSE: "Is there anything else?",
    Word.SLOWER: "All right, more slowly.",
    Word.STILL_THERE: "Are you still there?",
    Word.CANNOT_HEAR: "I can't hear you. Press 0 for a person.",
    Word.GOODBYE: "Goodbye, and take care.",
    Word.CALL_AGAIN: "I can't hear you, so I end this call here. Nothing is lost; just call again. Goodbye.",
    Word.ONE_MOMENT: "One moment, please.",
    Word.PUTTING_THROUGH: "One moment, I put you through.",
    Word.NOBODY_ANSWERED: "I'm sorry, nobody could take the call.",
    Word.AWAY: (
        "I'm sorry, our system doesn't answer at this moment, and nothing was changed. Please call our front desk on "
        "{phone}. In an emergency, call {number}."
    ),
    Word.AWAY_NO_PHONE: (
        "I'm sorry, our system doesn't answer at this moment, and nothing was changed. Please call again in a few "
        "minutes. In an emergency, call your local emergency number."
    ),
    Word.TOO_LONG: "I'm sorry, that took too long.",
    Word.THIS_LANGUAGE: "For English, press 9.",
    Word.LANGUAGE_PLEASE: "In English, please.",
}
NOTHING_MORE = frozenset({"no", "nope", "nothing", "bye", "goodbye", "all", "done", "finished"})
AROUND_IT = frozenset(
    "no nope nothing bye goodbye thanks thank you that's that is all it for now i'm im i am done finished else very "
    "much thats s ok okay good have a nice day".split()
)
PRESSES = frozenset("press pressing pressed push pushing hit key dial".split())
AROUND_A_KEY = frozenset("i i'll i'm i've want to the number key button option please ok okay yes it's".split())
KEYS = {
    "zero": "0", "oh": "0", "one": "1", "two": "2", "to": "2", "too": "2", "three": "3", "four": "4", "for": "4",
    "five": "5", "six": "6", "seven": "7", "eight": "8", "ate": "8", "nine": "9", "star": "*", "asterisk": "*",
}  # fmt: skip
"""A key that is said rather than pressed: "press one"."""
COMMANDS: dict[str, frozenset[str]] = {
    "repeat": frozenset(
        {
            "repeat", "repeat please", "please repeat", "repeat that", "repeat that please", "can you repeat that",
            "could you repeat that", "can you repeat", "could you repeat that please", "say that again",
            "can you say that again", "could you say that again", "again", "again please", "once more", "pardon",
            "pardon me", "what did you say", "say again", "sorry what", "come again",
        }
    ),
    "slower": frozenset(
        {
            "slower", "slower please", "slow down", "slow down please", "please slow down", "more slowly",
            "more slowly please", "speak slower", "speak more slowly", "please speak slower", "not so fast",
            "can you speak slower", "could you speak more slowly", "can you speak more slowly", "too fast",
            "you speak too fast", "please speak more slowly", "could you speak slower",
        }
    ),
    "later": frozenset({"later", "later please", "a bit later", "a little later", "something later", "later on"}),
    "more": frozenset({"more", "more please", "next", "what else", "more options", "other options", "go on"}),
}  # fmt: skip
