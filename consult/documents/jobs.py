"""What the queue does for documents: it reads uploaded files, apart and without making anyone wait."""

from consult.documents.actions.uploads import READ, keep_what_was_read, refuse_upload
from consult.documents.importing.registry import cleaned_bytes, import_bytes
from consult.documents.models import DocumentUpload
from consult.documents.rules import UploadState
from consult.files.queries import open_file, stored_file
from consult.jobs.context import JobContext
from consult.jobs.registry import job
from consult.kernel.errors import Invalid
from consult.kernel.sentences import Sentence


@job(READ)
def read_upload(context: JobContext, *, upload_id: int) -> None:
    """Read one file; what cannot be read is refused with a sentence, and nobody's other work waits."""
    folder = context.settings.files_folder
    with context.reading() as session:
        upload = session.get_one(DocumentUpload, upload_id)
        if upload.state is not UploadState.READING:
            return
        name = upload.file_name
        content = open_file(stored_file(session, upload.file_id), folder=folder)
    context.progress(1, 3, Sentence("The file is being read."))
    try:
        document = import_bytes(content, name=name)
    except Invalid as refused:
        with context.session() as session:
            upload = session.get_one(DocumentUpload, upload_id)
            if upload.state is UploadState.READING:
                refuse_upload(session, upload=upload, sentence=refused.sentence, now=context.now())
        return
    context.progress(2, 3, Sentence("What the file says of its makers is being taken out."))
    cleaned = cleaned_bytes(content, name=name)
    with context.session() as session:
        upload = session.get_one(DocumentUpload, upload_id)
        if upload.state is UploadState.READING:
            keep_what_was_read(
                session, upload=upload, document=document, cleaned=cleaned, folder=folder, now=context.now()
            )
