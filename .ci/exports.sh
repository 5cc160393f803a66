#!/usr/bin/env bash
# Exports versions of a service, and runs what came out without it: onnx.checker, ONNX Runtime for the web, and the programs of
# src/docs/export.md. All must agree with predict: bash .ci/exports.sh http://localhost:8080 <folder for what is made>
set -euo pipefail
cd "$(dirname "$0")/.."

host=$1
made=$2
mkdir -p "$made/files"

# Debian's packages are those of Debian's Python, which need not be the first on the PATH.
choose_python() {
  for python in python3 /usr/bin/python3; do
    if "$python" -c 'import numpy, onnx' 2>/dev/null; then return; fi
  done
  return 1
}

python_packages() {
  choose_python && return
  local root=()
  [ "$(id -u)" = 0 ] || root=(sudo)
  "${root[@]}" apt-get update -qq >/dev/null
  "${root[@]}" apt-get install -y -qq python3-numpy python3-onnx >"$made/apt.log" 2>&1 || { tail -n 20 "$made/apt.log"; return 1; }
  choose_python
}

# program <name>: the block of the page that the comment of this name stands before.
program() {
  awk -v mark="<!-- program: $1 -->" '$0 == mark { found = 1; next } found && /^```/ { if (inside) exit; inside = 1; next } inside' \
    src/docs/export.md >"$made/$1"
  [ -s "$made/$1" ] || { echo "src/docs/export.md has no program $1"; return 1; }
}

checker() {
  "$python" - "$made"/files/*.onnx <<'PYTHON'
import onnx, sys
for file in sys.argv[1:]:
    onnx.checker.check_model(onnx.load(file), full_check=True)
print(f"onnx {onnx.__version__} checked {len(sys.argv) - 1} files")
PYTHON
}

programs() {
  local rows version
  for rows in "$made"/files/*.layers.json; do
    version=${rows%.layers.json}
    "$python" "$made/predict.py" "$version.json" "$rows" >"$version.numpy.txt"
    # Java has no error function, so the page's program has no GELU.
    grep -q '"gelu"' "$version.json" || java "$made/Predict.java" "$version.json" "$rows" >"$version.java.txt"
  done
}

python_packages
npm install --silent --no-audit --no-fund --prefix "$made/web" onnxruntime-web@1.30.0 </dev/null
program predict.py
program Predict.java
node .ci/exports.mjs export "$host" "$made/files" "$made/web"
checker
programs
node .ci/exports.mjs compare "$made/files"
