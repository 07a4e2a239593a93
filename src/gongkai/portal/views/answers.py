"""Answers that several screens give: a file to take away, a sentence why there is none."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header

TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
    "json": "application/json",
    "jsonl": "application/jsonl",
    "yaml": "application/yaml",
}


def as_file(data: bytes, kind: str, stem: str) -> HttpResponse:
    """A file to save; `kind`, one of TYPES, is its ending. It is never shown in the page's own place."""
    response = HttpResponse(data, content_type=TYPES[kind])
    response["Content-Disposition"] = content_disposition_header(True, f"{stem}.{kind}") or "attachment"
    return response


def cannot(request: HttpRequest, sentence: str, status: int) -> HttpResponse:
    """A calm page that says why something cannot be had, and what to do."""
    return render(request, "portal/cannot.html", {"sentence": sentence}, status=status)
