"""Which addresses are public, what a failure is called, and how long a request may take."""

from __future__ import annotations

import time
from gzip import BadGzipFile
from types import SimpleNamespace
from typing import Any

import pytest
from OpenSSL import SSL
from scrapy import Request
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
)
from scrapy.settings import Settings
from twisted.python.failure import Failure
from twisted.web.client import ResponseNeverReceived

from core.settings import CrawlSettings
from crawler.deadline import KEY, Deadline, time_left
from crawler.failures import explain, explain_status, is_parked
from crawler.network import PrivateAddressError
from crawler.settings import scrapy_settings


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (CannotResolveHostError("x"), "dns"),
        (PrivateAddressError("x"), "private address"),
        (DownloadTimeoutError("x"), "timeout"),
        (DownloadFailedError("x"), "refused"),
        (IgnoreRequest("max redirections reached"), "http 3xx"),
        (BadGzipFile("not a gzipped file"), "parse"),
        (ValueError("Invalid IPv6 URL"), "http 3xx"),
        (RuntimeError("surprise"), "refused"),
    ],
)
def test_failures_have_a_word_and_one_sentence(error: Exception, reason: str) -> None:
    word, sentence = explain(error)

    assert word == reason
    assert sentence
    assert "\n" not in sentence


def test_a_refused_certificate_is_found_below_what_wraps_it() -> None:
    error = DownloadFailedError("x")
    refused = Failure(SSL.Error("certificate verify failed"))  # type: ignore[no-untyped-call]
    error.__cause__ = ResponseNeverReceived([refused])  # type: ignore[no-untyped-call]

    assert explain(error)[0] == "tls"


@pytest.mark.parametrize(
    ("page", "sold"),
    [
        ("<h1>This domain is for sale!</h1>", True),
        ("<p>Le nom de domaine presse.ma est à vendre</p>", True),
        ("<title>example.ma</title><script src='//img.sedoparking.com/x.js'></script>", True),
        ("<p>El dominio ha caducado</p>", True),
        ("<h1>Page introuvable</h1><p>La maison est à vendre.</p>", False),
        ("<h1>Le domaine royal</h1><p>Une terre agricole est à vendre à Meknès.</p>", False),
    ],
)
def test_a_page_that_sells_its_domain(page: str, sold: bool) -> None:
    assert is_parked(f"<html><body>{page}</body></html>".encode()) == sold


@pytest.mark.parametrize(
    ("status", "word"),
    [
        (204, "parse"),
        (301, "http 3xx"),
        (403, "blocked"),
        (404, "http 4xx"),
        (502, "http 5xx"),
        (722, "http 5xx"),
        (999, "blocked"),
    ],
)
def test_statuses(status: int, word: str) -> None:
    assert explain_status(status)[0] == word
    assert str(status) in explain_status(status)[1]


def test_a_deadline_is_set_once_and_survives_a_redirect() -> None:
    crawler: Any = SimpleNamespace(settings=Settings({"DOWNLOAD_TIMEOUT": 10}))
    deadline = Deadline.from_crawler(crawler)
    request = Request("https://a.example/")
    deadline.process_request(request)
    set_at = request.meta[KEY]
    hop = request.replace(url="https://b.example/")
    deadline.process_request(hop)

    assert hop.meta[KEY] == set_at
    assert 0 < time_left(hop) <= 10
    hop.meta[KEY] = time.monotonic() - 1
    with pytest.raises(DownloadTimeoutError):
        time_left(hop)


def test_the_crawl_is_safe_by_default() -> None:
    settings = scrapy_settings(CrawlSettings())

    for name in (
        *("TELNETCONSOLE_ENABLED", "REMOTE_CONTROL_ENABLED", "COOKIES_ENABLED", "RETRY_ENABLED"),
        *("HTTPCACHE_ENABLED", "HTTPPROXY_ENABLED", "DNSCACHE_ENABLED", "METAREFRESH_ENABLED"),
    ):
        assert settings.getbool(name) is False, name
    assert settings.getbool("DOWNLOAD_VERIFY_CERTIFICATES")
    handlers = settings.getwithbase("DOWNLOAD_HANDLERS")
    assert {k for k, v in handlers.items() if v} == {"http", "https"}
    assert settings.getdict("EXTENSIONS_BASE") == {}


def test_what_the_settings_say_reaches_scrapy() -> None:
    crawl = CrawlSettings(user_agent="Wire/2", deadline="7s", allow_private=("127.0.0.1:80",))

    settings = scrapy_settings(crawl)

    assert settings["USER_AGENT"] == "Wire/2"
    assert settings.getfloat("DOWNLOAD_TIMEOUT") == 7
    assert settings.getlist("BALAGH_ALLOW_PRIVATE") == ["127.0.0.1:80"]
