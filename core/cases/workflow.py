"""State machines as tables: read one to know every step a case can take."""

from collections.abc import Iterator
from dataclasses import dataclass

from foundation.errors import WrongState


@dataclass(frozen=True, slots=True)
class Transition:
    name: str
    sources: tuple[str, ...]
    target: str


@dataclass(frozen=True, slots=True)
class Workflow:
    initial: str
    transitions: tuple[Transition, ...]

    def __post_init__(self) -> None:
        names = [transition.name for transition in self.transitions]
        if len(names) != len(set(names)):
            raise ValueError("a transition name is used twice")
        if unreachable := {s for t in self.transitions for s in t.sources} - self.states():
            raise ValueError(f"no transition leads to {sorted(unreachable)}")

    def states(self) -> set[str]:
        return {self.initial, *(transition.target for transition in self.transitions)}

    def step(self, name: str, *, status: str) -> Transition:
        """The transition called `name`; raises WrongState if it does not start at `status`."""
        transition = next(t for t in self.transitions if t.name == name)
        if status not in transition.sources:
            raise WrongState(status=status)
        return transition

    def mermaid(self) -> Iterator[str]:
        yield "stateDiagram-v2"
        yield f"    [*] --> {self.initial}"
        for transition in self.transitions:
            for source in transition.sources:
                yield f"    {source} --> {transition.target}: {transition.name}"
