"""Health checks for monitoring: `/healthz` (process), `/readyz` (database and worker)."""

from flask import Blueprint, Response

from .services import trouble

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def healthz() -> Response:
    """The process is up."""
    return Response("ok\n", mimetype="text/plain")


@blueprint.get("/readyz")
def readyz() -> Response:
    """The database answers and the worker lives."""
    if reason := trouble():
        return Response(f"{reason}\n", status=503, mimetype="text/plain")
    return Response("ready\n", mimetype="text/plain")
