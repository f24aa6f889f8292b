"""Scrapy's settings: its defaults made safe, and what settings.toml decides put into its names."""

from __future__ import annotations

import logging
from typing import Any

from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings as ScrapySettings

from core.settings import CrawlSettings

BOT_NAME = "balagh"
SPIDER_MODULES = ["crawler.spiders"]
COMMANDS_MODULE = "commands.verbs"

TWISTED_REACTOR = "twisted.internet.asyncioreactor.AsyncioSelectorReactor"
TWISTED_DNS_RESOLVER = "crawler.network.PublicResolver"
DNSCACHE_ENABLED = False  # it never expires
DOWNLOAD_HANDLERS = {
    "http": "crawler.network.AbortableDownloads",
    "https": "crawler.network.AbortableDownloads",
    "data": None,
    "file": None,
    "ftp": None,
    "s3": None,
}
DOWNLOAD_VERIFY_CERTIFICATES = True
DOWNLOAD_WARNSIZE = 0
# In place of Scrapy's lists: what they name is imported even where it is switched off, and takes
# megabytes (aiohttp, for a remote control).
EXTENSIONS_BASE: dict[str, int] = {}
SPIDER_MIDDLEWARES_BASE = {
    "scrapy.spidermiddlewares.referer.RefererMiddleware": 700,  # redirects ask it what to say
}
DOWNLOADER_MIDDLEWARES_BASE = {
    "crawler.deadline.Deadline": 10,
    "crawler.robots.Robots": 100,
    "scrapy.downloadermiddlewares.defaultheaders.DefaultHeadersMiddleware": 400,
    "scrapy.downloadermiddlewares.useragent.UserAgentMiddleware": 500,
    "crawler.unpacking.Unpacking": 590,
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": 600,
}
HTTPPROXY_ENABLED = False  # a proxy resolves elsewhere, past our check of addresses
METAREFRESH_ENABLED = False
REDIRECT_MAX_TIMES = 5
REFERRER_POLICY = "no-referrer"
RETRY_ENABLED = False  # the schedule asks again
COOKIES_ENABLED = False

REMOTE_CONTROL_ENABLED = False  # it would run Python for whoever asks
TELNETCONSOLE_ENABLED = False
MEMUSAGE_ENABLED = False
LOG_INSTALL_ROOT_HANDLER = False  # core/logs.py sets the log up
LOG_VERSIONS: list[str] = []
LOGSTATS_INTERVAL = 0
STATS_DUMP = False


def scrapy_settings(crawl: CrawlSettings) -> ScrapySettings:
    """Return this module's settings with those of settings.toml."""
    settings = ScrapySettings()
    settings.setmodule(__name__, priority="project")
    settings.setdict(_from(crawl), priority="cmdline")
    return settings


def _from(crawl: CrawlSettings) -> dict[str, Any]:
    return {
        "USER_AGENT": crawl.user_agent,
        "CONCURRENT_REQUESTS_PER_DOMAIN": crawl.per_host + 1,  # robots.txt beside the rest
        "DOWNLOAD_TIMEOUT": crawl.deadline.total_seconds(),
        "DOWNLOAD_MAXSIZE": max(crawl.feed_bytes, crawl.page_bytes),
        "BALAGH_ROBOTS_TTL": crawl.robots_ttl.total_seconds(),
        "BALAGH_ALLOW_PRIVATE": list(crawl.allow_private),
    }


def scrapy_process(crawl: CrawlSettings) -> AsyncCrawlerProcess:
    """Make Scrapy's process, quiet unless we debug: what matters of it is in our own lines."""
    if logging.getLogger().isEnabledFor(logging.DEBUG):
        return AsyncCrawlerProcess(scrapy_settings(crawl))
    logging.disable(logging.INFO)  # it greets while it resets its own log levels
    process = AsyncCrawlerProcess(scrapy_settings(crawl))
    logging.disable(logging.NOTSET)
    for name in ("scrapy", "twisted", "apscheduler", "trafilatura", "asyncio"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    return process
