#!/bin/sh
# A command of chamber, with the settings and the user of the service: `sudo chamber doctor`, `sudo chamber backup`.
exec systemd-run --quiet --pipe --wait --collect --uid=chamber --property=UMask=0077 \
    --property=EnvironmentFile=@SETTINGS@ --working-directory=@ROOT@ @ROOT@/.venv/bin/flask --app wsgi "$@"
