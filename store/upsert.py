"""INSERT with ON CONFLICT, which both databases spell alike and SQLAlchemy keeps apart."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.dialects import postgresql, sqlite


def insert(conn: Connection, table: sa.Table) -> postgresql.Insert | sqlite.Insert:
    """Return the INSERT of the connection's database."""
    return postgresql.insert(table) if conn.dialect.name == "postgresql" else sqlite.insert(table)
