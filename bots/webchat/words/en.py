"""The web chat's own sentences in English."""

from bots.webchat.words import Word

WORDS: dict[Word, str] = {
    Word.TOO_FAST: "That was a lot at once. Please wait a moment before you write again.",
    Word.BUSY: "Many people are writing to us just now. Please try again in a few seconds.",
    Word.TOO_LONG: "That message is too long for the chat. Please send it in shorter parts.",
    Word.NOT_UNDERSTOOD: "This message did not arrive in one piece. Please send it again.",
    Word.OTHER_SITE: "Please write to us from our own page.",
    Word.AWAY: "We cannot look that up at the moment. Please try again shortly.",
    Word.FILE_TOO_LARGE: "That file is far too large for the chat. Photos and PDF files of up to 10 MB work.",
    Word.NO_LONGER_SHOWN: "This told of your records and is no longer shown here. Ask me again to have it.",
    Word.FILE_CUT_OFF: "The file did not arrive in one piece. Please send it again.",
}
