"""Moving a library row for row between a folder of this machine and a server.

``parts`` says what is moved, ``side`` what both ends can do, ``folder`` and ``server`` do it, ``move`` is the way over,
``compare`` looks at both ends afterwards.
"""
