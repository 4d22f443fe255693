"""The associations of the isolation tests, for tests that need people and records."""

from tests.isolation.conftest import alpha, beta, log, worlds

__all__ = ["alpha", "beta", "log", "worlds"]
