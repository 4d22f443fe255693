"""The same work on several real connections at the same moment."""

import threading
from collections.abc import Callable

from django.db import connection

from foundation.errors import DomainError
from tenants.schemas import Tenant, entered


def together(tenant: Tenant, number: int, work: Callable[[], object]) -> list[object]:
    """What each of so many threads got, or the code of the refusal, or the unexpected error."""
    results: list[object] = []
    barrier = threading.Barrier(number)

    def run() -> None:
        try:
            with entered(tenant):
                barrier.wait()
                results.append(work())
        except DomainError as error:
            results.append(error.code)
        except Exception as error:
            results.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results
