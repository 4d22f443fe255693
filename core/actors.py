"""Who acts: a staff member, a program with a token, or nobody (the beneficiary, a job)."""

from tenants.people.actors import Actor

__all__ = ["BENEFICIARY", "Actor", "id_of", "name_of"]

BENEFICIARY = "beneficiary"
"""What the audit log, and the note of who brought something, call a person without an account."""


def name_of(actor: Actor | None) -> str:
    return actor.display_name if actor is not None else ""


def id_of(actor: Actor | None) -> str:
    return str(actor.pk) if actor is not None else ""
