"""Which PyTorch this is, in one line of JSON: version, what multiplies matrices, what does convolutions, instructions."""
import json
import re

import torch

LIBRARIES = r"/lib((?:openblas|mkl_rt|blis|atlas|armpl|nvpl_blas)[^/\s]*)\.so"


def loaded():
    """The libraries of matrix products that the process holds, where the system tells."""
    try:
        with open("/proc/self/maps", encoding="utf-8") as maps:
            return sorted({match[1] for match in re.finditer(LIBRARIES, maps.read())})
    except OSError:
        return []


def build():
    said = torch.__config__.show()
    patterns = {"blas": r"BLAS_INFO=(\w+)", "onednn": r"MKL-DNN v([\w.]+)", "simd": r"CPU capability usage: ([\w-]+)"}
    found = {name: match[1] if (match := re.search(pattern, said)) else None for name, pattern in patterns.items()}
    return {"version": torch.__version__, **found, "mkl": torch.backends.mkl.is_available(), "loaded": loaded()}


def name():
    """For instance "PyTorch 2.6.0, BLAS openblas, oneDNN 3.5.3, AVX512"."""
    told = build()
    blas = "mkl" if told["mkl"] else ", ".join(told["loaded"]) or told["blas"] or "unknown"
    return f"PyTorch {told['version']}, BLAS {blas}, oneDNN {told['onednn'] or 'none'}, {told['simd']}"


def main():
    print(json.dumps({"peer": name(), **build()}))


if __name__ == "__main__":
    main()
