"""How dates and numbers are written, by language; Django's own Arabic reads 05/08 as 8 May."""
