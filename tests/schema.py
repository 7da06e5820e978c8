"""How a test database gets its tables: as every real one does, by the migrations."""

from db.engine import connect
from db.migrate import upgrade


def prepare_schema(url: str) -> None:
    """Create every table in the empty database at `url`."""
    engine = connect(url)
    try:
        upgrade(engine)
    finally:
        engine.dispose()
