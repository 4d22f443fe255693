// The behaviour of pages; every page works without it.
