"""The front door: every command of Frontdesk."""

from doors.commands import app

if __name__ == "__main__":
    app()
