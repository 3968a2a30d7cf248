"""What kind of recording a file is, judged by its first bytes and never by its name."""

from consult.kernel.errors import Invalid

_BEGINNINGS = ((b"ID3", "audio/mpeg"), (b"OggS", "audio/ogg"))
_MPEG_SYNC = 0xE0


def kind_of_audio(data: bytes) -> str:
    """Give the media type of a recording.

    Raises:
        Invalid: it is nothing that browsers play.
    """
    for beginning, media_type in _BEGINNINGS:
        if data.startswith(beginning):
            return media_type
    if data[:1] == b"\xff" and len(data) > 1 and data[1] & _MPEG_SYNC == _MPEG_SYNC:
        return "audio/mpeg"
    if data[:4] == b"RIFF" and data[8:12] == b"WAVE":
        return "audio/wav"
    if data[4:8] == b"ftyp":
        return "audio/mp4"
    raise Invalid(
        "This is not a recording that browsers can play. Save it as MP3, OGG, WAV or M4A and upload it again."
    )
