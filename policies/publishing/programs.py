"""A published version for programs: its whole content, its approval, and how to check its digest."""

import json
from typing import Any

from policies.publishing.document import Published

SCHEMA = "silah.policy/1"


def as_json(published: Published) -> dict[str, Any]:
    """docs/policy-json.md says what each field is. Fields may be added; none changes or goes."""
    version, content, approval = published.version, published.content, published.approval
    canonical = content.canonical()
    return {
        "schema": SCHEMA,
        "version": version.number,
        "state": version.state,
        "address": published.address,
        "in_force_from": version.in_force_from,
        "superseded_at": version.superseded_at,
        "digest": version.digest,
        "digest_algorithm": "sha256 of `canonical` in UTF-8",
        "canonical": canonical,
        "content": json.loads(canonical),
        "title": content.title,
        "association_name": content.association_name,
        "license_no": content.license_no,
        "introduction": list(content.introduction),
        "articles": [
            {
                "address": article.address,
                "heading": article.heading,
                "text": article.text,
                "items": [_item(item) for item in content.items_of(article)],
            }
            for article in content.articles
        ],
        "approval": approval
        and {
            "body": approval.body,
            "method": approval.method,
            "session_number": approval.session_number,
            "session_ordinal": approval.session_ordinal,
            "session_year": approval.session_year,
            "hijri_date": approval.hijri_date,
            "gregorian_date": approval.gregorian_date,
            "chairman": approval.chairman,
        },
    }


def _item(item: Any) -> dict[str, Any]:
    """Items without points of their own have no empty list of them."""
    row: dict[str, Any] = {"address": item.address, "text": item.text}
    if item.subitems:
        row["subitems"] = [{"address": sub.address, "text": sub.text} for sub in item.subitems]
    return row
