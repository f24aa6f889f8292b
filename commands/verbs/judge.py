"""`scrapy judge`: what the matcher says of one text."""

from __future__ import annotations

import argparse
import json

from alerts.listing import judge_json
from commands.command import BalaghCommand, add_json_option
from commands.judging import readable_verdict
from commands.seeded import seeded_matcher
from commands.sources import read_article
from core.clock import utc_now
from core.settings import Settings


class Judge(BalaghCommand):
    summary = "Say what the matcher makes of a text: kind, facts, reasons"
    examples = (
        "scrapy judge seeds/003_9c72bbde1bb9b48c.txt",
        "scrapy judge https://example.org/article --json",
        "pbpaste | scrapy judge - --title 'Cellule démantelée à Oujda' --published 2021-03-25",
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("source", help="a text or HTML file, a URL, or - for standard input")
        parser.add_argument("--title", help="the headline, where the text doesn't hold it")
        parser.add_argument("--published", metavar="ISO", help="publication date; default: now")
        parser.add_argument(
            "--language", choices=("ar", "ary", "fr", "en", "es"), help="default: detected"
        )
        add_json_option(parser)

    def execute(self, settings: Settings, options: argparse.Namespace) -> int:
        article = read_article(options, settings, utc_now())
        judgement = seeded_matcher(settings).judge(article)
        verdict = judge_json(article, judgement)
        if options.json:
            print(json.dumps(verdict, ensure_ascii=False, indent=2))
        else:
            print(readable_verdict(article, judgement))
        return 0
