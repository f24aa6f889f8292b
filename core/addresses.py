"""The identity of a page under the many addresses that lead to it."""

from __future__ import annotations

import re
from unicodedata import normalize
from urllib.parse import SplitResult, unquote, urlsplit

# What stands before a domain and says how a page is shown, not which.
_VARIANT_HOSTS = frozenset(("www", "m", "mobile", "amp", "wap"))
_VARIANT_PARTS = frozenset(("amp", "print", "imprimer"))
_INDEX = re.compile(r"(?:index|default)\.\w{2,5}\Z")
_AMP_FILE = re.compile(r"\.amp(\.html?)?\Z")
_PORT = re.compile(r":(?:80|443)?\Z")
_SLASHES = re.compile(r"/{2,}")

# Parameters that tell where a reader comes from. Only what is surely no name of an article: some
# outlets say which one it is in `cid`, `eid`, `ref` or a bare query.
_TRACKING = re.compile(
    r"(?:utm|mtm|pk|at|mc|hsa|ga|vero|oly|fb|ns)_\w*|_ga|_gl|[a-z]{2,5}clid|msclkid|gbraid|wbraid"
    r"|igshid?|xtor|ocid|cmpid|ncid|wt[_.]mc\w*|ref_src|ref_url|oc|amp|print|m=[01]"
    r"|outputtype=amp|from=rss|source=rss|ref=rss",
    re.IGNORECASE,
)

_LAST_NUMBER = re.compile(r"[-_/,](\d{5,9})(?:\.html?)?/?\Z")
_DAY = re.compile(r"(?:19|20)\d\d[01]\d[0-3]\d\Z")


def page_key(url: str) -> str:
    """Return one key for all addresses of a page: "host/path?query", not to be fetched.

    http and https are one, so are www, mobile and AMP hosts, AMP and print paths, escaped and plain
    letters; tracking parameters, fragments and the last slash are dropped. "" where the address is
    a home page, or none.
    """
    try:
        parts = urlsplit(url)
        host = _host(parts)
    except ValueError:
        return ""
    path, query = _path(parts.path), _query(parts.query)
    if not host or not (path or query):
        return ""
    return normalize("NFC", f"{host}{path}?{query}" if query else host + path)


def number_key(address: str) -> str | None:
    """Return "host#number" for an address that a headline is part of and a number ends.

    Of such an identity the headline changes when it is edited; only the number stays. None where
    the number may be a date or a round sum.
    """
    match = _LAST_NUMBER.search(address)
    if match is None or not _has_slug(address[: match.start()]):
        return None
    number = match[1]
    if number.endswith("000") or _DAY.match(number):
        return None
    return f"{page_key(address).partition('/')[0]}#{number}"


def _has_slug(address: str) -> bool:
    """Say whether words stand in an address, tied together as in a headline."""
    return sum(address.count(tie) for tie in "-_") > 1


def _host(parts: SplitResult) -> str:
    host = _PORT.sub("", parts.netloc.rpartition("@")[2].lower()).rstrip(".")
    labels = host.split(".")
    while len(labels) > 2 and labels[0] in _VARIANT_HOSTS:
        del labels[0]
    return ".".join(labels)


def _path(path: str) -> str:
    if "%" in path:
        path = unquote(path)
    parts = _SLASHES.sub("/", path).strip("/").split("/")
    for end in (-1, 0):
        if len(parts) > 1 and parts[end].lower() in _VARIANT_PARTS:
            del parts[end]
    if _INDEX.match(parts[-1]):
        del parts[-1]
    return _AMP_FILE.sub(r"\1", "/" + "/".join(parts)) if parts and parts[0] else ""


def _query(query: str) -> str:
    """Keep the parameters that may name the article, bare ones too, in one order."""
    if not query:
        return ""
    kept = [p for p in unquote(query).split("&") if p and not _is_tracking(p)]
    return "&".join(sorted(kept))


def _is_tracking(parameter: str) -> bool:
    name = parameter.partition("=")[0]
    return bool(_TRACKING.fullmatch(name) or _TRACKING.fullmatch(parameter))
