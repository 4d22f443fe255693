"""Pages set as PDF, in a process of their own."""
