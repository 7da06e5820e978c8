"""The ASGI application: pages, probes, and the routes of the channels that are on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp

from web.embedding import Embedding
from web.headers import SecureHeaders
from web.pages import HERE, Pages
from web.probes import Probes
from web.static_files import StaticFiles


def static_files() -> StaticFiles:
    """The pages' stylesheets and scripts."""
    return StaticFiles(HERE / "static")


def application(
    pages: Pages,
    probes: Probes,
    files: StaticFiles,
    channels: Sequence[BaseRoute],
    lifespan: Callable[[Starlette], AbstractAsyncContextManager[None]],
    *,
    is_https: bool,
    frames: Sequence[str] = (),
) -> ASGIApp:
    """Everything on one HTTP server. `channels` come with their own routes, the page of the web chat included.

    `frames` are the sites that may show the chat in their own pages.
    """
    routes = [
        Route("/", pages.welcome),
        Route("/portal", pages.portal),
        Route("/admin", pages.admin),
        Route("/static/{name}", files.endpoint),
        Route("/embed.js", Embedding(files).endpoint),
        Route("/healthz", probes.alive),
        Route("/readyz", probes.ready),
        Route("/metrics", probes.metrics),
        *channels,
    ]
    handlers = {HTTPException: pages.http_error, Exception: pages.failure}
    # around everything, as Starlette's own middleware would not reach the answers of `failure`
    inner = Starlette(routes=routes, exception_handlers=handlers, lifespan=lifespan)
    return SecureHeaders(inner, is_https=is_https, frames=frames)
