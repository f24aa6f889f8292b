"""What went wrong with a request, as a health word and one sentence for a person."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from gzip import BadGzipFile

import brotli
from backports.zstd import ZstdError
from OpenSSL import SSL
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)
from service_identity import VerificationError
from twisted.internet.error import ConnectError, ConnectionClosed
from twisted.python.failure import Failure

from core.errors import FeedError
from crawler.network import PrivateAddressError
from crawler.robots import RobotsRefused

BLOCKED = "blocked"
EMPTIED = "emptied"
CHALLENGED = "a page that wants proof of a human reader comes in its place; nothing is bypassed"

_CHALLENGE = re.compile(
    rb"cf-chl|cf_chl|challenge-platform|<title>\s*(?:just a moment|attention required|access denied"
    rb"|ddos protection|verifying you are human)|g-recaptcha|h-captcha|_incapsula_resource",
    re.IGNORECASE,
)
"""What the pages of the usual gatekeepers carry; looked for in what should be a document."""

CHALLENGE_WITHIN = 20_000

PARKED = "a page that sells the domain comes in its place; take the feed out if it has moved"
_PARKED = re.compile(
    rb"sedoparking|parkingcrew|bodis\.com|hugedomains|afternic|dan\.com/|above\.com|parklogic"
    rb"|(?:domain(?: name)?|nom de domaine|dominio)[^<]{0,40}"
    rb"(?:for sale|is parked|has expired|\xc3\xa0 vendre|est expir|en venta|ha caducado)"
    rb"|buy this domain|acheter ce (?:nom de )?domaine|comprar este dominio",
    re.IGNORECASE,
)
"""What the pages of those who sell domains carry."""

_TLS = (SSL.Error, VerificationError)

UNPACKING = (BadGzipFile, EOFError, zlib.error, brotli.error, ZstdError)
"""How packed answers fail that are none, or cut short."""

# The first that fits; the sentences end in what can be done, where something can.
_KNOWN: tuple[tuple[type[Exception], str, str], ...] = (
    (RobotsRefused, "robots", "{error}"),
    (
        PrivateAddressError,
        "private address",
        'its host has private addresses only; name "host:port" in crawl.allow_private to allow it',
    ),
    (CannotResolveHostError, "dns", "its host can't be found"),
    (DownloadTimeoutError, "timeout", "no whole answer within the deadline"),
    (DownloadConnectionRefusedError, "refused", "the host refuses the connection"),
    (DownloadCancelledError, "too large", "the answer is larger than the settings allow"),
    (ResponseDataLossError, "refused", "the answer broke off"),
    (DownloadFailedError, "refused", "the connection broke off"),
    (ConnectionClosed, "refused", "the connection broke off"),
    (ConnectError, "refused", "no connection: {error}"),
    (ValueError, "http 3xx", "it leads to an address that can't be read"),
    *((broken, "parse", "the answer can't be unpacked: {error}") for broken in UNPACKING),
    (UnsupportedURLSchemeError, "http 3xx", "it leads to something that is neither http nor https"),
)

DOWNLOAD_ERRORS: tuple[type[Exception], ...] = (
    *(kind for kind, _, _ in _KNOWN),
    *_TLS,
    IgnoreRequest,
)
"""What a request can end with instead of an answer."""


def explain(error: BaseException) -> tuple[str, str]:
    """Return the health word and the sentence for what kept a request from its document."""
    if isinstance(error, FeedError):
        return error.reason, error.problem
    if any(isinstance(cause, _TLS) for cause in _causes(error)):
        return "tls", "its certificate or encryption can't be accepted"
    for kind, reason, sentence in _KNOWN:
        if isinstance(error, kind):
            return reason, sentence.format(error=error)
    if isinstance(error, IgnoreRequest):
        if "redirection" in str(error):
            return "http 3xx", "it is redirected too often"
        return "too large", "the unpacked answer is larger than the settings allow"
    return "refused", f"{type(error).__name__}: {error}"


def explain_status(status: int) -> tuple[str, str]:
    """Return the health word and the sentence for an answer that is no document."""
    hint = {
        401: "it wants a login",
        403: "it refuses polite crawlers; nothing is bypassed",
        999: "it refuses polite crawlers; nothing is bypassed",
        451: "it refuses for legal reasons; nothing is bypassed",
        404: "there is nothing at this address",
        410: "it is gone for good",
        429: "it is asked too often",
    }.get(status, "it can't answer now" if status >= 500 else "this is no document")
    return _word(status), f"the server answers {status}: {hint}"


def _word(status: int) -> str:
    """Return the health word; 999 is a refusal that no standard knows."""
    if status in (401, 403, 451, 999):
        return BLOCKED
    return "parse" if status < 300 else f"http {min(status // 100, 5)}xx"


def is_challenge(body: bytes) -> bool:
    """Say whether a page that came in place of a document wants proof of a human reader."""
    return _CHALLENGE.search(body[:CHALLENGE_WITHIN]) is not None


def is_parked(body: bytes) -> bool:
    """Say whether a page that came in place of a document offers its domain for sale."""
    return _PARKED.search(body[:CHALLENGE_WITHIN]) is not None


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Walk through causes, and through the failures that Twisted keeps in `reasons`."""
    todo: list[BaseException | None] = [error]
    seen: set[int] = set()
    while todo:
        current = todo.pop()
        if current is None or id(current) in seen:
            continue
        seen.add(id(current))
        yield current
        todo += [current.__cause__, current.__context__]
        reasons = getattr(current, "reasons", ())
        todo += [r.value for r in reasons if isinstance(r, Failure)]
