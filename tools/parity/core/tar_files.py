"""Writes a small tar of a bundle-like folder with Python's tarfile, as a user would, in its default format (pax,
with fractional times).

    python tools/parity/core/tar_files.py packages/core/src/bundle/golden/python.tar
"""

import os
import sys
import tarfile
import tempfile

with tempfile.TemporaryDirectory() as folder:
    for name, content in {"manifest.json": b"{}\n", "model.safetensors": bytes(range(256)) * 3}.items():
        with open(os.path.join(folder, name), "wb") as file:
            file.write(content)
        os.utime(os.path.join(folder, name), (1700000000.25, 1700000000.25))
    os.utime(folder, (1700000000.25, 1700000000.25))
    with tarfile.open(sys.argv[1], "w") as tar:
        def anonymous(info):
            info.uid = info.gid = 0
            info.uname = info.gname = ""
            return info

        tar.add(folder, arcname=".", filter=anonymous)
