"""Running plain SQL scripts on the driver's own connection, where `%` and `:` mean themselves."""

from sqlalchemy import Connection


def run_script(connection: Connection, script: str) -> None:
    """Run one or many statements without parameters in the connection's transaction."""
    driver = connection.connection.driver_connection
    if driver is None:
        raise RuntimeError("the connection is closed")
    with driver.cursor() as cursor:
        cursor.execute(script)
