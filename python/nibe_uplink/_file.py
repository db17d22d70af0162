"""What a file that is sent may be given as."""

from __future__ import annotations

import os
from typing import IO, TypeAlias

_Content: TypeAlias = bytes | bytearray | memoryview | os.PathLike[str] | IO[bytes]

#: Its bytes, its path, or the file itself, opened with `"rb"`; or a tuple of the name that the server is told, one of
#: these, and the media type where the name does not tell it. Paths and open files are read while they are sent.
FileLike: TypeAlias = _Content | tuple[str, _Content] | tuple[str, _Content, str]
