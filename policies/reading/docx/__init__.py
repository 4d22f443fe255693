"""The words of a Word document in reading order, with the numbers that Word shows but does not store."""

from policies.reading.docx.body import text_of_docx
from policies.reading.docx.package import WrongDocx

__all__ = ["WrongDocx", "text_of_docx"]
