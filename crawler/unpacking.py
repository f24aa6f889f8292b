"""Answers packed for the way (gzip, deflate, brotli, zstd), whatever their servers say of it."""

from __future__ import annotations

from scrapy import Request
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.http import Response

from crawler.failures import UNPACKING
from crawler.formats.shapes import GZIP

_TEXT = (b"<", b"{", b"[", b"\xef\xbb\xbf")
_ENCODING = "Content-Encoding"


class Unpacking(HttpCompressionMiddleware):
    """Downloader middleware: unpacks as the header says; where it lies, what the bytes say counts.

    Caches leave the header of a packed answer on one that is not, or is packed otherwise.
    """

    def process_response(  # type: ignore[override]  # Scrapy's spider is on its way out
        self, request: Request, response: Response
    ) -> Request | Response:
        """Raises what the unpacking raises, where the bytes are neither packed nor text."""
        try:
            return super().process_response(request, response)
        except UNPACKING:
            said = response.headers.pop(_ENCODING)
            if response.body.lstrip().startswith(_TEXT):
                return response
            if not response.body.startswith(GZIP) or said == [b"gzip"]:
                raise
        response.headers[_ENCODING] = "gzip"
        return super().process_response(request, response)
