"""What one click puts right in a draft, and the difference it makes."""

from policies.fixes.difference import Piece, Row, difference
from policies.fixes.fix import Fix
from policies.fixes.registry import FIXES, fix_of, fixes_for

__all__ = ["FIXES", "Fix", "Piece", "Row", "difference", "fix_of", "fixes_for"]
