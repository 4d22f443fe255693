"""Every URL pattern of a urlconf, and the walk over them."""

import itertools
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponseBase
from django.test import Client
from django.test.client import ClientHandler
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.resolvers import RegexPattern

from tests.isolation.catalog import ARGUMENTS, CATALOG, Page
from tests.isolation.world import World, undone


@dataclass(frozen=True, slots=True)
class Address:
    urlconf: str
    name: str
    pattern: URLPattern
    arguments: tuple[str, ...]

    def path(self, **values: Any) -> str:
        return reverse(self.name, urlconf=self.urlconf, kwargs=values)

    def paths(self, *worlds: World) -> list[str]:
        """With the ids of the first; of several worlds: every mixture that is not all the first's.

        A word that both have, as the name of a field, is no mixture."""
        own = set(self.paths(worlds[0])) if len(worlds) > 1 else set()
        mixtures = []
        for origin in itertools.product(worlds, repeat=len(self.arguments)):
            if len(worlds) > 1 and all(world is worlds[0] for world in origin):
                continue
            values = [
                ARGUMENTS[self._meaning(argument)](world)
                for argument, world in zip(self.arguments, origin, strict=True)
            ]
            assert all(values), f"{self.name} has an argument without a value in world.py"
            mixtures += [
                self.path(**dict(zip(self.arguments, chosen, strict=True)))
                for chosen in itertools.product(*values)
            ]
        return [path for path in mixtures if path not in own]

    def strangers(self, world: World) -> list[str]:
        """Of an address with two ids: the mixtures of a whole with a part of another."""
        values = [ARGUMENTS[self._meaning(argument)](world) for argument in self.arguments]
        return [
            self.path(**dict(zip(self.arguments, mixture, strict=True)))
            for mixture in list(itertools.product(*values))[1:]
            if mixture[:2] not in world.together
        ]

    def _meaning(self, argument: str) -> str:
        rule = CATALOG[self.urlconf][self.name]
        return rule.stands_for.get(argument, argument) if isinstance(rule, Page) else argument


def addresses(urlconf: str) -> list[Address]:
    return list(_of(get_resolver(urlconf), urlconf, ""))


def _of(resolver: URLResolver, urlconf: str, namespace: str) -> Iterator[Address]:
    for found in resolver.url_patterns:
        if isinstance(found, URLResolver):
            inner = f"{namespace}{found.namespace}:" if found.namespace else namespace
            yield from _of(found, urlconf, inner)
        else:
            pattern = found.pattern
            arguments = (
                pattern.regex.groupindex
                if isinstance(pattern, RegexPattern)
                else pattern.converters
            )
            yield Address(urlconf, f"{namespace}{found.name}", found, tuple(arguments))


@dataclass(slots=True)
class Answer:
    method: str
    path: str
    status: int
    text: str
    headers: dict[str, str]
    asked_with: str  # may be said back to who typed it

    def __str__(self) -> str:
        return f"{self.method} {self.path} → {self.status}"


class Bare(Client):
    """Loads the middleware once, and does not keep the contexts of rendered templates: both take
    longer than the answer."""

    shared = ClientHandler(enforce_csrf_checks=False)

    def request(self, **request: Any) -> HttpResponseBase:
        response: HttpResponseBase = self.shared(self._base_environ(**request))
        return response


@dataclass(slots=True)
class Walker:
    """Somebody at a host, who asks and leaves no trace; keeps count, and what must not be seen."""

    host: str
    session: str = ""
    key: str = ""
    forbidden: dict[str, str] = field(default_factory=dict)
    asked: int = 0
    found: set[str] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)

    def ask(self, method: str, path: str, data: Any = None, **query: str) -> Answer:
        client = Bare(headers={"host": self.host})
        if self.session:
            client.cookies["session"] = self.session
        options: dict[str, Any] = {"query_params": query}
        if self.key:
            options["headers"] = {"authorization": f"Bearer {self.key}"}
        if self.key and method != "GET":
            options |= {"data": json.dumps(data or {}), "content_type": "application/json"}
        elif data is not None:
            options["data"] = data
        with undone():
            response = getattr(client, method.lower())(path, **options)
            answer = _read(method, path, f"{path} {data} {query}", response)
        self.asked += 1
        self._look_at(answer)
        return answer

    def _look_at(self, answer: Answer) -> None:
        if answer.status >= 500:
            self.wrong.append(f"{answer}: an error of ours")
        for what, word in self.forbidden.items():
            if word in answer.text and word not in answer.asked_with:
                self.found.add(what)
                self.wrong.append(f"{answer}: shows the other's {what}")

    def expect(self, answer: Answer, *statuses: int) -> None:
        if answer.status not in statuses:
            self.wrong.append(f"{answer}, expected {statuses}")

    def expect_sign_in(self, answer: Answer) -> None:
        if not answer.headers.get("Location", "").startswith("/accounts/login/"):
            self.wrong.append(f"{answer}: does not lead to the sign-in page")


def _read(method: str, path: str, asked_with: str, response: HttpResponseBase) -> Answer:
    body = b"".join(response) if response.streaming else response.content  # type: ignore[attr-defined]
    headers = dict(response.items())
    text = body.decode("utf-8", "replace") + "\n" + str(headers)
    return Answer(method, path, response.status_code, text, headers, asked_with)
