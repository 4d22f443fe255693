"""The settings of the tests: what is slow or leaves the machine is replaced, nothing else."""

import os

os.environ.setdefault("SILAH_HTTPS", "false")
os.environ.setdefault("SILAH_BASE_DOMAIN", "silah.test")
os.environ["SILAH_REQUIRE_SECOND_FACTOR"] = "false"
os.environ["SILAH_DEMO"] = "false"

from config.settings import *

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True  # else each test client reads the whole folder of static files
MEDIA_ROOT = VAR_DIR / "test-files"
DATABASE_OPTIONS.pop("pool")  # a test's transaction lives on one connection
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
HOST_MEMORY_SECONDS = 0.0  # a test sees at once what it changed
