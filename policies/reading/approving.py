"""The line that says that the board approved the policy: it opens a part without any heading."""

import re
from collections.abc import Sequence

from policies.reading.grammar import ORDINAL_WORD
from policies.reading.text import ARABIC_LETTER, Line

APPROVING = re.compile(
    r"^(?:و|قد|لقد|هذا|تمت|تم|جرت|جري|\s)*"
    r"(?:اعتمد(?:ت|ها|ه)?|اقر(?:ت|ها|ه)?|الاطلاع علي|اعتماد|اقرار|الموافقه علي|وافقت?|صادقت?|صودق|معتمده?|صدرت?)"
    rf"(?![{ARABIC_LETTER}])"
)
# The same said in the middle of a sentence, which must name the board and the day itself.
APPROVED_THERE = re.compile(
    rf"(?<![{ARABIC_LETTER}])[وف]?(?:ب?(?:ال)?اعتماد(?:ها|ه)?|اعتمد(?:ت|ها|ه)?|معتمده?|اقر(?:ت|ها|ه)?|اقرار(?:ها)?"
    rf"|الموافقه علي|وافقت?|صادقت?|صدرت?)(?![{ARABIC_LETTER}])"
)
DAY = re.compile(r"\d{1,4}\s*[/\-]\s*\d{1,2}\s*[/\-]\s*\d|(?<!\d)(?:1[34]|20)\d\d(?!\d)")
BOARDS = r"مجلس|الهيئه الاداريه|المكتب التنفيذي|الجمعيه العموميه|الجمع العام"
BOARD = re.compile(rf"{BOARDS}|جلس[هت]|اجتماع")
NAMED_BOARD = re.compile(BOARDS)
SESSION_OR_DATE = re.compile(
    rf"(?:جلس[هت]|اجتماع)\S*\s+(?:مجلس الاداره |المجلس )?(?:رقم|{ORDINAL_WORD})"
    r"|\d{1,4}\s*[/\-]\s*\d{1,2}\s*[/\-]|1[34]\d\d|20\d\d"
)


def is_approval(line: Line, after: Sequence[Line], start: int = 0) -> bool:
    """`after`: the next lines, over which the sentence may run; `start`: behind the line's number."""
    if start:
        return _says_all(line.part(start, len(line.text)))
    if len(line.folded.split()) <= 4:
        return False
    if not APPROVING.search(line.folded):
        said = APPROVED_THERE.search(line.folded) and NAMED_BOARD.search(line.folded)
        return bool(said and DAY.search(line.folded) and SESSION_OR_DATE.search(line.folded))
    window = " ".join([line.folded, *(each.folded for each in after if len(each.folded) < 200)])
    return bool(BOARD.search(window) and SESSION_OR_DATE.search(window))


def _says_all(line: Line) -> bool:
    """«6- صودق على هذه السياسة من مجلس الإدارة في …»: what is approved, by whom, and when."""
    approves = APPROVING.search(line.folded) and re.search(r"السياسه|اللائحه", line.folded)
    dated = SESSION_OR_DATE.search(line.folded)
    return bool(approves and NAMED_BOARD.search(line.folded) and dated)
