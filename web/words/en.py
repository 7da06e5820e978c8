"""The pages in English."""

from web.words.page import Page

PAGE = Page(
    skip="Skip to the conversation",
    emergency="Emergency? Do not wait for the chat.",
    emergency_call="Call {number}",
    demo="This is a made-up hospital for trying things out: write nothing real about yourself.",
    by="Frontdesk, the hospital's front desk by chat",
    welcome_title="How can we help you?",
    welcome_lead=(
        "Say it in your own words. Our assistant finds the right doctor and a free time, and books it for you, "
        "day and night."
    ),
    start_chat="Write to us",
    try_saying="For example",
    examples=("I need a cardiologist on Monday", "My knee hurts when I walk", "Where can I park?"),
    can_title="What you can do here",
    can=(
        ("Book a visit", "By doctor, by speciality, or by what troubles you. Nothing suits? Wait for what comes free."),
        (
            "Move or cancel",
            "What you booked here; any visit by name, birth date and its day. A mistake can be undone.",
        ),
        ("Ask", "Prices, directions, opening hours: answered in the hospital's own words."),
        ("Reach a person", "Send 0 in the chat: our front desk answers you there."),
    ),
    call_us="Or call {phone}",
    privacy="How we treat your data",
    stands="The chat is what stands today. The patient portal and the hospital's own pages are still being built.",
    portal_link="Patient portal",
    admin_link="Administration",
    chat_title="Chat",
    chat_subtitle="Automatic assistant",
    chat_hello=(
        "Hello, this is {hospital}. What can we do for you? Tell us in your own words, or begin with one of these:"
    ),
    log_label="Conversation",
    field_label="Your message",
    field_hint="Write a message",
    send="Send",
    new_chat="New chat",
    new_chat_sure="Begin a new conversation? This one will no longer be shown here.",
    new_chat_yes="Begin anew",
    new_chat_no="Keep this one",
    choices_label="Choices",
    you="You",
    desk="Desk",
    writing="The desk is writing",
    offline="No connection. What you write is kept here and sent as soon as it is back.",
    online="The connection is back.",
    busy="Much is going on just now. Your message is kept and will be sent in a moment.",
    not_sent="Not sent.",
    too_long="That is too long for one message. Please send it in shorter parts.",
    no_cookies=(
        "This browser keeps no cookies, so the desk cannot remember what you wrote. Please allow them for this page."
    ),
    no_script="The chat needs JavaScript. Please allow it for this page.",
    language_to="English",
    language_ask="In English, please.",
    attach="Attach a photo or a PDF",
    drop_here="Drop photos or PDF files here",
    upload_sending="Sending {file}",
    upload_cancel="Cancel {file}",
    upload_cancelled="Not sent: cancelled.",
    upload_failed="Not sent.",
    upload_again="Try again",
    upload_unreadable="Not sent: this file cannot be read any more. Please choose it again.",
    to_call=("call", "on"),
    close_chat="Close the chat",
    embed_open="Chat with us",
    embed_close="Close the chat",
    embed_title="The hospital's chat",
    portal_title="The patient portal is still being built",
    portal_text=(
        "Here you will sign in to see your visits, bills and reports. This version of the desk does not have it yet.",
        "What works today: the chat books visits, and moves or cancels them.",
    ),
    admin_title="The administration pages are still being built",
    admin_text=(
        "Here the hospital's administrators will look after doctors, hours and figures. This version does not have "
        "them yet.",
        "What works today: a hospital file loaded with “run.py load FILE” changes doctors, hours and information; "
        "“run.py check” tries every part; /metrics has the figures.",
    ),
    to_chat="To the chat",
    to_start="To the first page",
    not_found_title="There is nothing here",
    not_found="This page does not exist. Perhaps the address was cut short.",
    not_built="This version of the front desk does not have this part yet.",
    wrong_method="This address does not take such requests.",
    away_title="One moment, please",
    away="We cannot reach our records just now. Please try again shortly.",
    failed_title="Something went wrong on our side",
    failed="We have written it down. Please try again; if it keeps happening, name reference {reference}.",
)
