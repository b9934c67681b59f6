#!/bin/sh
# Makes an empty virtual environment with Python 3.11 or newer: make_venv.sh FOLDER
set -eu

for python in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11; do
    if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        break
    fi
    python=
done
if [ -z "$python" ]; then
    echo "Broadsheet needs Python 3.11 or newer; install it, or name it: make setup PYTHON=/path/to/python" >&2
    exit 1
fi
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    echo "Python's venv module is missing; on Debian and Ubuntu: apt-get install python3-venv" >&2
    exit 1
fi
echo "Making $1 with $("$python" --version)."
exec "$python" -m venv --clear "$1"
