"""The product's settings, on a data folder of this test process's own, and quick where slowness proves nothing."""

import atexit
import os
import shutil
import tempfile

_DATA = tempfile.mkdtemp(prefix="gongkai-tests-")
atexit.register(shutil.rmtree, _DATA, ignore_errors=True)
os.environ["GONGKAI_DATA"] = _DATA

from gongkai.config.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# The sample app of the harness: an act with every kind of step, which is broken at every point.
INSTALLED_APPS = [*INSTALLED_APPS, "tests.records.example"]  # noqa: F405
