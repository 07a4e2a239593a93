"""An installation with the example app, for tests that start real processes; the data directory comes from the environment."""

from gongkai.config.settings import *  # noqa: F403

INSTALLED_APPS = [*INSTALLED_APPS, "tests.records.example"]  # noqa: F405
ROOT_URLCONF = "tests.records.example.urls"
JOB_BEAT_SECONDS = 0.3
JOB_LEASE_SECONDS = 3.0
