"""Forms that do acts, drafts of them, and uploads that resume. See docs/desk.md."""

from gongkai.desk.forms.screen import ActScreen
from gongkai.desk.forms.uploads import Upload, UploadField

__all__ = ["ActScreen", "Upload", "UploadField"]
