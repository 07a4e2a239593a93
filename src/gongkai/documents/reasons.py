"""Why the operating system did not open or write a file, in the reader's language."""

from __future__ import annotations

import errno

_WHY = {
    errno.ENOENT: "没有这个文件或文件夹",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "磁盘只能读，不能写",
    errno.EISDIR: "这是文件夹，不是文件",
    errno.ENOTDIR: "路径当中有一段不是文件夹",
    errno.EEXIST: "已有同名的文件",
    errno.ENAMETOOLONG: "文件名太长",
    errno.ENOSPC: "磁盘满了",
    errno.EDQUOT: "磁盘配额用完了",
    errno.EMFILE: "打开的文件太多",
    errno.EIO: "磁盘读写出错",
}


def why(error: OSError) -> str:
    """A few Chinese words, for use inside a sentence; the number of the error where there are none for it."""
    if error.errno is None:
        return "系统没有说明原因"
    return _WHY.get(error.errno) or f"系统错误 {error.errno}"
