"""Form widgets of all faces."""

from __future__ import annotations

from django import forms


class FileInput(forms.FileInput):
    """A file input whose button and answer are in the page's language, not the browser's (components/file.html)."""

    template_name = "web/components/file.html"
