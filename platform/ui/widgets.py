"""Inputs that a browser does not bring."""

from django import forms


class SignatureInput(forms.Widget):
    """A field to draw a signature in; sends a PNG as data address, or nothing.

    The page loads {% signature_scripts %}. Clean it with foundation.signatures.check_signature.
    """

    template_name = "ui/widgets/signature.html"
    use_fieldset = True
