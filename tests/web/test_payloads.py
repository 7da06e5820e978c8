"""Whatever people write or call their files, browsers show it as text: nothing runs, nothing is loaded."""

from urllib.parse import quote

from tests.services import files
from tests.web.desk import ServedDesk
from tests.web.test_chat_page import cookies_of, person_lines

PAYLOADS = (
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg onload=alert(1)>", "<svg/onload=alert`1`>",
    "</p><script>alert(1)</script>", "</script><script>alert(1)</script>", "<iframe src=javascript:alert(1)>",
    "<a href=javascript:alert(1)>x</a>", "javascript:alert(1)", "<body onload=alert(1)>", "<math><mi//xlink:href=x>",
    "<details open ontoggle=alert(1)>", "<input autofocus onfocus=alert(1)>", "'\"><img src=x onerror=alert(1)>",
    "<style>@import '//evil.example'</style>", "<link rel=stylesheet href=//evil.example>", "{{7*7}}", "${7*7}",
    "https://x.example/\"onmouseover=alert(1)//", "<!--><img src=x onerror=alert(1)>-->", "&lt;img src=x&gt;",
    "<template><script>alert(1)</script></template>", "data:text/html,<script>alert(1)</script>",
    "<base href=//evil.example>", "\u2028<img src=x onerror=alert(1)>",
)  # fmt: skip


def test_no_payload_in_words_or_file_names_runs_or_loads_anything(phone, desk: ServedDesk):
    phone.goto(f"{desk.address}/chat")
    phone.wait_for_selector(".choices button")
    sender = cookies_of(phone, desk)
    for payload in PAYLOADS:
        assert sender.say(payload)["replies"]
    for number, name in enumerate(PAYLOADS[:6]):
        params, headers = {"id": f"file-{number}"}, {"Frontdesk-File": quote(name)}
        sent = sender.http.post("/chat/files", params=params, headers=headers, content=files.PDF)
        assert sent.status_code == 200
    sender.close()
    asked: list[str] = []
    phone.on("request", lambda request: asked.append(request.url))
    phone.on("dialog", lambda dialog: asked.append(f"dialog {dialog.message}"))
    phone.reload(wait_until="networkidle")
    phone.wait_for_selector(".file >> nth=5")
    shown = "\n".join(person_lines(phone))
    assert PAYLOADS[-2] in shown and PAYLOADS[0].rpartition("/")[2] in shown
    assert all(url.startswith(desk.address) for url in asked), asked
    strange = "script, img, iframe, style, link, base, template, math, input, details, [onload], [onerror]"
    assert phone.locator("#log").locator(strange).count() == 0
    assert all(
        link.startswith(("http", "tel:"))
        for link in phone.locator("#log a").evaluate_all("all => all.map((a) => a.href)")
    )
