"""Pages from outside: which addresses may be asked, bounded fetching, captures as evidence, the reader view."""
