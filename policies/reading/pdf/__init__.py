"""PDF files: letters and where they stand → lines → pages → paragraphs; a second witness beside it.

What stands in a PDF is drawing, not text, and the programs that take it apart are large and were
written for friendly files. All of it runs in a process of its own (`process`), with limits.
"""
