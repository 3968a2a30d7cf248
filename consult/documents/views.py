"""Files that belong to documents: the pictures they show, and the originals that people may download."""

from __future__ import annotations

from flask import Blueprint, Response, make_response

from consult.documents.queries.uploads import original_of, picture_file
from consult.documents.rules import PICTURE_NAME
from consult.files.models import StoredFile
from consult.files.queries import open_file
from consult.kernel.errors import NotFound
from consult.web.guards import public
from consult.web.site import current_settings
from consult.web.transaction import session

bp = Blueprint("documents", __name__)
_MEDIA = {"png": "image/png", "jpg": "image/jpeg"}


@bp.get("/documents/pictures/<name>")
@public
def picture(name: str) -> Response:
    """Show a picture; its name is the digest of its bytes, so it never changes and nobody can guess it."""
    if not PICTURE_NAME.fullmatch(name):
        raise NotFound("There is no such picture.")
    response = _file(picture_file(session(), name=name), media_type=_MEDIA[name.rpartition(".")[2]])
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


@bp.get("/documents/versions/<int:version_id>/original")
@public
def original(version_id: int) -> Response:
    """Download the file that a published version was read from, without what it said of its makers."""
    found = original_of(session(), version_id=version_id)
    if found is None:
        raise NotFound("The original file of this document is not offered.")
    response = _file(found, media_type="application/octet-stream")
    response.headers.set("Content-Disposition", "attachment", filename=found.name)
    return response


def _file(stored: StoredFile, *, media_type: str) -> Response:
    response = make_response(open_file(stored, folder=current_settings().files_folder))
    response.headers["Content-Type"] = media_type
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
