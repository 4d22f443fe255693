from tests.core.service_requests.desk.conftest import desk

__all__ = ["desk"]
