"""What every request passes: its id and log line, headers, the size limit, the language somebody chose."""

from __future__ import annotations

import logging
import re
import time
import uuid
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils import translation

from gongkai.config.logs import request_id

GetResponse = Callable[[HttpRequest], HttpResponseBase]
log = logging.getLogger("gongkai.request")
_SECRET_PART = re.compile(r"(?<=/)[0-9A-Za-z_-]{32,}(?=/|$)")
"""A part of a path that only chance can name: the key to a visit, which no log may keep."""
_GIVEN_ID = re.compile(r"[0-9A-Za-z_-]{8,64}")


class RequestId:
    """Each request has an id (a proxy's X-Request-ID if it is sane) that stands in its log lines and its answer.

    The log line holds method, path, status and milliseconds: no query string, no body, no address of a person.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        given = request.headers.get("X-Request-ID", "")
        identity = given if _GIVEN_ID.fullmatch(given) else uuid.uuid4().hex
        token = request_id.set(identity)
        began = time.perf_counter()
        try:
            response = self.get_response(request)
            response["X-Request-ID"] = identity
            log.info(
                "request",
                extra={
                    "method": request.method,
                    "path": _SECRET_PART.sub("…", request.path),
                    "status": response.status_code,
                    "ms": round((time.perf_counter() - began) * 1000, 1),
                },
            )
            return response
        finally:
            request_id.reset(token)


class SecurityHeaders:
    """The headers Django has no setting for."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response


class BodyLimit:
    """Refuses a body that says it is longer than BODY_LIMIT before a byte of it is read."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdigit() or int(length) > settings.BODY_LIMIT:
            if request.path.startswith("/api/"):
                from gongkai.api.errors import too_large

                return too_large()
            return render(request, "413.html", {"limit": settings.BODY_LIMIT // 1024 // 1024}, status=413)
        return self.get_response(request)


class ChosenLanguage:
    """Chinese, unless this browser's user chose another language here.

    Accept-Language is not asked: an office whose browser was installed in English must not get a half-English form.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.known = {code for code, _ in settings.LANGUAGES}

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        language = chosen if chosen in self.known else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.setdefault("Content-Language", language)
        return response
