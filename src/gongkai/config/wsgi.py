"""The WSGI application that granian serves."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

from gongkai.config.parenthood import PARENT, die_with_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.config.settings")
if os.environ.get(PARENT):
    die_with_parent()

application = get_wsgi_application()
