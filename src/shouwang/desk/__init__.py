"""The web application: one folder a capability (see docs/architecture.md)."""

import sys

import pysqlite3

# Debian's SQLite 3.40.1 can lose committed rows when a WAL is reset (3.7.0 to 3.51.2). The bundled library
# takes its place before anything opens a database, and one process never opens a file with two libraries.
sys.modules["sqlite3"] = pysqlite3
sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2
