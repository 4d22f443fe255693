"""Settings for every environment, read top to bottom; what differs comes from the environment."""

from pathlib import Path

import django_stubs_ext
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from config.env import (
    ROOT,
    env_bool,
    env_database,
    env_int,
    env_keys,
    env_secret,
    env_text,
    load_env_file,
)

django_stubs_ext.monkeypatch()  # Field[...], QuerySet[...] at run time
load_env_file()

# --- who and where we are -------------------------------------------------------------------------
SECRET_KEY = env_secret("SECRET_KEY")
SILAH_KEKS = env_keys("SILAH_KEKS")  # wrap the keys of the associations; apart from SECRET_KEY
DEBUG = env_bool("DEBUG", default=False)
SILAH_DEMO = env_bool("SILAH_DEMO", default=False)
SILAH_HTTPS = env_bool("SILAH_HTTPS", default=True)
SILAH_BASE_DOMAIN = env_text("SILAH_BASE_DOMAIN", default="localhost")
SILAH_PORT = env_int("SILAH_PORT", default=443 if SILAH_HTTPS else 8000)
SILAH_REQUIRE_SECOND_FACTOR = env_bool("SILAH_REQUIRE_SECOND_FACTOR", default=not SILAH_DEMO)
VAR_DIR = Path(env_text("SILAH_VAR_DIR", default=str(ROOT / "var")))
# Any name gets through here: tenants.hosts knows which names are ours, and answers 404 to the others.
ALLOWED_HOSTS = ["*"]
HOST_MEMORY_SECONDS = 2.0  # how long a process may serve by what it knew of a host

# --- what is installed, per kind of schema (docs/adr/0001) ------------------------------------------
PUBLIC_APPS = ["tenants", "billing"]
JOBS_APPS = ["procrastinate.contrib.django"]
SIGN_IN_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "tenants.people",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "foundation",
]
OPERATORS_APPS = [*SIGN_IN_APPS, "operators"]
ASSOCIATION_APPS = [
    *SIGN_IN_APPS,
    "core.configuration",
    "core.beneficiaries",
    "core.programmes",
    "core.request_types",
    "core.cases",
    "core.deadlines",
    "core.notices",
    "core.messages",
    "core.research",
    "core.service_requests",
    "core.satisfaction",
    "core.committees",
    "core.mailroom",
    "core.case_imports",
    "core.complaints",
    "core.inquiries",
    "policies",
]
PLAIN_APPS = [  # without tables
    "demo",
    "ui",
    "console",
    "website",
    "core.escalation",
    "core.people_desk",
    "core.delegates",
    "core.reports",
    "api",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "csp",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
]
INSTALLED_APPS = list(
    dict.fromkeys(
        [*PUBLIC_APPS, "ui", *JOBS_APPS, *OPERATORS_APPS, *ASSOCIATION_APPS, *PLAIN_APPS]
    )
)
INSTALLED_APPS.append("django_tenants")

HAS_MULTI_TYPE_TENANTS = True
MULTI_TYPE_DATABASE_FIELD = "tenant_type"
TENANT_TYPES = {
    "public": {"APPS": PUBLIC_APPS, "URLCONF": "config.urls_public"},
    "operators": {"APPS": OPERATORS_APPS, "URLCONF": "config.urls_operators"},
    "association": {"APPS": ASSOCIATION_APPS, "URLCONF": "config.urls_association"},
    "jobs": {"APPS": JOBS_APPS, "URLCONF": "config.urls_public"},
}
TENANT_MODEL = "tenants.Association"
TENANT_DOMAIN_MODEL = "tenants.Domain"
PG_EXTRA_SEARCH_PATHS = ["jobs"]
SKIP_PG_EXTRA_VALIDATION = True
TENANT_LIMIT_SET_CALLS = True
ROOT_URLCONF = "config.urls_public"

# --- database -------------------------------------------------------------------------------------
DATABASE_OPTIONS: dict[str, object] = {
    "server_side_binding": True,
    "connect_timeout": 3,
    "tcp_user_timeout": 5000,
    "options": "-c statement_timeout=15000 -c lock_timeout=5000"
    " -c idle_in_transaction_session_timeout=30000",
    "pool": {"min_size": 1, "max_size": 12, "max_lifetime": 600, "timeout": 5},
}
DATABASES = {
    "default": {
        "ENGINE": "tenants.database",
        **env_database("DATABASE_URL"),
        "CONN_MAX_AGE": 0,  # the pool keeps connections; max_lifetime bounds the catalog they cache
        "CONN_HEALTH_CHECKS": True,  # by the pool, so that a restarted database fails nobody
        "OPTIONS": DATABASE_OPTIONS,
    }
}
DATABASE_ROUTERS = ["django_tenants.routers.TenantSyncRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# One table in each schema, and the schema's name in each key: limits count across all workers.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache_entries",
        "KEY_FUNCTION": "foundation.cache.make_key",
    }
}

# --- requests ---------------------------------------------------------------------------------------
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.headers.HeadersMiddleware",
    "csp.middleware.CSPMiddleware",
    "ui.middleware.LanguageMiddleware",
    "ui.middleware.WritingMiddleware",
    "tenants.hosts.HostMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "tenants.people.middleware.SessionTenantMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "tenants.people.middleware.SecondFactorMiddleware",
    "config.refusals.RefusalsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "ui.context_processors.shell",
            ],
            "builtins": ["ui.templatetags.ui"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
INSTALLED_APPS.append("django.forms")
WSGI_APPLICATION = "config.wsgi.application"
CSRF_FAILURE_VIEW = "ui.views.csrf_failure"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000  # a long policy is one form
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- language and time --------------------------------------------------------------------------------
LANGUAGE_CODE = "ar"
LANGUAGES = [("ar", _("Arabic")), ("en", _("English"))]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Riyadh"
LOCALE_PATHS = [ROOT / "core" / "locale"]  # core/rules.py is in no app
FORMAT_MODULE_PATH = "ui.formats"

# --- people: sign-in by e-mail, by invitation only -------------------------------------------------------
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "tenants.people.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True  # a confirmation link is valid at every tenant
ACCOUNT_CHANGE_EMAIL = True  # one address, replaced; the page for several needs inline scripts
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "tenants.people.reset_tokens.PasswordResetTokens"
ACCOUNT_SESSION_REMEMBER = True  # for SESSION_COOKIE_AGE, without asking
ACCOUNT_MAX_EMAIL_ADDRESSES = 2  # the old one, and a new one until it is verified
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
ACCOUNT_PREVENT_ENUMERATION = True
ALLAUTH_TRUSTED_PROXY_COUNT = env_int("SILAH_PROXIES", default=0)
MFA_ADAPTER = "tenants.people.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1  # half a minute of a phone whose clock is off

# --- cookies and headers -------------------------------------------------------------------------------
SESSION_ENGINE = "tenants.people.sessions"
SESSION_COOKIE_NAME = "__Host-session" if SILAH_HTTPS else "session"
SESSION_COOKIE_SECURE = SILAH_HTTPS
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
CSRF_COOKIE_NAME = "__Host-csrf" if SILAH_HTTPS else "csrf"
CSRF_COOKIE_SECURE = SILAH_HTTPS
CSRF_COOKIE_HTTPONLY = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if SILAH_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SILAH_HTTPS
SECURE_HSTS_PRELOAD = SILAH_HTTPS
SECURE_SSL_REDIRECT = SILAH_HTTPS
if SILAH_HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}

# --- files and mail --------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = Path(env_text("SILAH_STATIC_ROOT", default=str(VAR_DIR / "static")))
MEDIA_ROOT = VAR_DIR / "files"  # encrypted; served only through views
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG
EMAIL_BACKEND = (
    "django.core.mail.backends.filebased.EmailBackend"
    if SILAH_DEMO
    else "django.core.mail.backends.smtp.EmailBackend"
)
EMAIL_FILE_PATH = VAR_DIR / "mail"
EMAIL_HOST = env_text("EMAIL_HOST", default="localhost")
EMAIL_PORT = env_int("EMAIL_PORT", default=25)
EMAIL_HOST_USER = env_text("EMAIL_HOST_USER", default="")
EMAIL_HOST_PASSWORD = env_text("EMAIL_HOST_PASSWORD", default="")
EMAIL_USE_TLS = env_bool("EMAIL_USE_TLS", default=False)
EMAIL_TIMEOUT = 10
SILAH_MAILBOX_PRIVATE_HOSTS = env_bool("SILAH_MAILBOX_PRIVATE_HOSTS", default=False)
SILAH_PROVIDER_PRIVATE_HOSTS = env_bool("SILAH_PROVIDER_PRIVATE_HOSTS", default=False)
SILAH_WHATSAPP_API = env_text("SILAH_WHATSAPP_API", default="https://graph.facebook.com/v23.0")
DEFAULT_FROM_EMAIL = env_text("DEFAULT_FROM_EMAIL", default=f"silah@{SILAH_BASE_DOMAIN}")

# --- API ---------------------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "EXCEPTION_HANDLER": "api.errors.exception_handler",
    "DEFAULT_AUTHENTICATION_CLASSES": ["api.authentication.TokenAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["api.permissions.TokenPermission"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["api.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_PAGINATION_CLASS": "api.pagination.CasePagination",
    "UNAUTHENTICATED_USER": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Silah",
    "DESCRIPTION": "An association's policy in force, and the requests that run by it. Answers speak Arabic,"
    " or English to a request with `Accept-Language: en`; codes are the same in both.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_AUTHENTICATION": [],
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_NAME_OVERRIDES": {
        "ReplyChannelEnum": "core.beneficiaries.enums.ReplyChannel.choices",
        "ChannelKindEnum": "core.rules.ChannelKind.choices",
    },
}

# --- logs and errors: no personal data leaves --------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"private": {"()": "foundation.privacy.RedactingFilter"}},
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "filters": ["private"], "formatter": "line"}
    },
    "root": {"handlers": ["console"], "level": "INFO"},
    # What they found at each start, and each job that was handed over, is no news; and Pillow would
    # tell whose telephone took a photo.
    "loggers": {
        name: {"level": "WARNING"}
        for name in (
            "procrastinate.periodic",
            "procrastinate.blueprints",
            "procrastinate.jobs",
            "PIL",
        )
    },
}
SENTRY_DSN = env_text("SENTRY_DSN", default="")
SILENCED_SYSTEM_CHECKS = [
    "security.W004",  # HSTS is off only where the service runs without HTTPS, in the demo
]
