"""Letters in pictures: a page is drawn by one child process and recognised by another, both with limits."""

DAMAGED = 3  # how the process that draws ends where a file cannot be opened
