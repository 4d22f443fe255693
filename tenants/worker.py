"""The process that runs jobs: one event loop, tasks in threads, its own connections to `jobs`."""

from typing import Any

from django.db import connection
from procrastinate import PsycopgConnector
from procrastinate.contrib.django import app


def run_worker(*, wait: bool, concurrency: int) -> None:
    """`wait` False: return when no job is waiting (tests and the demo use it)."""
    connector = PsycopgConnector(**_connection_parameters(), min_size=1, max_size=concurrency + 3)
    with app.replace_connector(connector) as worker_app:
        worker_app.run_worker(
            wait=wait,
            concurrency=concurrency,
            install_signal_handlers=wait,
            delete_jobs="successful",
        )


def _connection_parameters() -> dict[str, Any]:
    parameters = {
        key: value
        for key, value in connection.get_connection_params().items()
        if key in ("dbname", "user", "password", "host", "port")
    }
    return {"kwargs": {**parameters, "options": "-c search_path=jobs"}}
