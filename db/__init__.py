"""The storage adapter: everything that knows SQLAlchemy, Alembic, psycopg and PostgreSQL."""
