"""Scans of policies: their words, recognised by foundation.recognition, and what they mean."""
