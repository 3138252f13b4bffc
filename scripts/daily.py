"""`flask daily` as the clock runs it: what it prints, and the error that may end it, go into the log of the machine."""

from flask.cli import cli

from chamber import machine_log

if __name__ == "__main__":
    machine_log.start()
    cli.main(["--app", "wsgi", "daily"])
