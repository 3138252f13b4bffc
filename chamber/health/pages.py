"""Health checks for monitoring: `/healthz` (process), `/readyz` (database, disk and worker)."""

from ipaddress import ip_address

from flask import Blueprint, Response, request

from . import services

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def healthz() -> Response:
    """The process is up."""
    return Response("ok\n", mimetype="text/plain")


@blueprint.get("/readyz")
def readyz() -> Response:
    """Whether the chamber works, and what is wrong; this machine itself also learns what is good to know."""
    findings = services.findings()
    wrong = [found.said for found in findings if found.is_wrong]
    lines = wrong or ["ready"]
    if _is_this_machine():
        lines = [*lines, *(f"{found.name}: {found.said}" for found in findings if found.is_beside)]
    return Response("\n".join(lines) + "\n", status=503 if wrong else 200, mimetype="text/plain")


def _is_this_machine() -> bool:
    """Strangers learn no numbers; what a proxy on this machine passes on is theirs."""
    return ip_address(request.remote_addr or "::").is_loopback and "X-Forwarded-For" not in request.headers
