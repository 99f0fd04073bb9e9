"""Writes and reads the golden safetensors files with the real Python package (safetensors 0.6 or newer, NumPy).

    python tools/parity/core/safetensors_files.py write packages/core/src/bundle/golden/python.safetensors
    python tools/parity/core/safetensors_files.py read  packages/core/src/bundle/golden/ours.safetensors

`write` makes what our decoder is tested with. `read` prints what Python finds in the file that our encoder is
tested to make, byte for byte; keep its output beside it as `ours.json`.
"""

import json
import sys

import numpy as np
from safetensors import safe_open
from safetensors.numpy import save_file

command, path = sys.argv[1:]
if command == "write":
    save_file(
        {
            "bytes": np.array([0, 1, 255], dtype=np.uint8),
            "coef": np.array([[-1.5, 0.0, 2.25], [1e-300, 1e300, -0.0]], dtype=np.float64),
            "empty": np.zeros((0, 3), dtype=np.float32),
            "idf": np.array([1.0, 0.1, 3.4e38], dtype=np.float32),
            "offsets": np.array([0, 4294967295], dtype=np.uint32),
            "scalar": np.array(-7, dtype=np.int32),
        },
        path,
        metadata={"format": "np", "who": "the Python package"},
    )
else:
    with safe_open(path, framework="np") as file:
        found = {
            name: {
                "dtype": str(file.get_tensor(name).dtype),
                "shape": list(file.get_tensor(name).shape),
                "data": file.get_tensor(name).flatten().tolist(),
            }
            for name in sorted(file.keys())
        }
    print(json.dumps(found, indent=1))
