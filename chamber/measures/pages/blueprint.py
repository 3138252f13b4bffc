"""The blueprint of all measure pages."""

from flask import Blueprint

REFERENCE = "<string(maxlength=40):reference>"
blueprint = Blueprint("measures", __name__, url_prefix="/measures")
