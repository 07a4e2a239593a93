"""What the log says of a request."""

from __future__ import annotations

import logging

import pytest
from django.test import Client

TOKEN = "Kq3vJ0mZp9sT1xW4yB7cD2fG5hN8kL6rE0uA3iO9wXz"


@pytest.mark.django_db
def test_the_key_to_a_visit_stands_in_no_log_line(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger="gongkai.request"):
        Client().get(f"/check/v/{TOKEN}/1/", {"name": "某某"})
    paths = [record.__dict__["path"] for record in caplog.records if "path" in record.__dict__]
    assert paths == ["/check/v/…/1/"]
    assert TOKEN not in caplog.text
