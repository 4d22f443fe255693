"""The editor without a browser: what its form would send, and what it answers."""

from urllib.parse import urlencode

import html5lib
from django.urls import reverse as reverse_in

CONTENT_TYPE = "application/x-www-form-urlencoded"


def reverse(name, *args):
    return reverse_in(name, urlconf="config.urls_association", args=args)


def form_of(client, version):
    """What a browser would send from the editor, unchanged: (name, value) in the order of the page."""
    return form_in(client.get(reverse("policies:edit", version.pk)).content.decode())


def form_in(html):
    tree = html5lib.parse(html, namespaceHTMLElements=False)
    form = next(each for each in tree.iter("form") if each.get("id") == "editor-form")
    return fields_in(form)


def fields_in(root):
    data = []
    for each in root.iter():
        name = each.get("name")
        if not name or name in ("csrfmiddlewaretoken", "change"):
            continue
        if each.tag == "textarea":
            data.append((name, "".join(each.itertext())))
        elif each.tag == "select":
            chosen = [o for o in each.iter("option") if o.get("selected") is not None]
            data.append((name, (chosen or list(each.iter("option")))[0].get("value")))
        elif each.tag == "input" and (
            each.get("type") != "checkbox" or each.get("checked") is not None
        ):
            data.append((name, each.get("value") or ""))
    return data


def typed(data, **changes):
    """`form_of`, with other words in some fields; ids with a dash are written with `__`."""
    wanted = {name.replace("__", "-"): value for name, value in changes.items()}
    assert set(wanted) <= {name for name, _value in data}, set(wanted) - {n for n, _v in data}
    return [(name, wanted.get(name, value)) for name, value in data]


def post(client, name, version, data, **headers):
    address = reverse(name, version.pk)
    return client.post(address, urlencode(data), content_type=CONTENT_TYPE, headers=headers)


def save(client, version, data):
    return post(client, "policies:edit", version, data)


def press(client, version, data, command):
    """One of the buttons of the rows, without a script; returns the form of the page that comes."""
    response = save(client, version, [*data, ("change", command)])
    return form_in(response.content.decode())


def values(data, name):
    return [value for each, value in data if each == name]
