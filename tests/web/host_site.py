"""The hospital's own site, on another origin: a page with styles and rules of its own that shows the chat."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Alder Road Clinic</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="/own.css">
{tag}</head>
<body><h1>Our clinic</h1><p><a href="#doctors" id="link">Our doctors</a></p><div>Text</div></body></html>"""
TAG = '<script src="{desk}/embed.js" defer {options}></script>'
STYLE = "div, button, span, iframe { display: none !important } * { color: red !important; font-size: 40px !important }"
OWN_STYLE = STYLE + " h1 { font-size: 20px !important }"


@contextmanager
def host_site(desk: str, options: str = "", tag: str = TAG) -> Iterator[str]:
    """The address of such a site; its pages allow scripts and frames of the desk, and nothing inline."""
    page = PAGE.replace("{tag}", tag).format(desk=desk, options=options)
    strict = (
        f"default-src 'none'; style-src 'self'; script-src {desk}; frame-src {desk}; require-trusted-types-for 'script'"
    )

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            is_style = self.path == "/own.css"
            body = (OWN_STYLE if is_style else page).encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/css" if is_style else "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Content-Security-Policy", strict)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
