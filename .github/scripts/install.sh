#!/usr/bin/env bash
# Installs the peacedata of this checkout into a new virtual environment: every dependency by its hash, nothing else.
#
# usage: install.sh ENVIRONMENT [LOCK]
#
# LOCK is a file in .github, by default requirements.lock, which is what a check needs.
# `-I` and the change of folder keep Python from importing modules of the folder that the job stands in, which may be
# a stranger's.
set -euo pipefail

environment=$(realpath --canonicalize-missing -- "$1")
source=$(realpath -- "$(dirname -- "${BASH_SOURCE[0]}")/../..")
lock=$source/.github/${2:-requirements.lock}
python=$(command -v python3)
cd /

if ! "$python" -I -c 'import sys, venv; sys.exit(sys.version_info < (3, 11))'; then
    echo "::error::peacedata needs Python 3.11 or newer with its venv module; $python is $("$python" -I --version 2>&1)"
    exit 2
fi
# Another step of this job may have installed the same already.
state=$("$python" -I -c 'import sys; print(sys.version, sys.executable)' && echo "$source" && sha256sum "$lock")
if [ -f "$environment/ready" ] && [ "$state" = "$(cat "$environment/ready")" ]; then
    echo "peacedata is installed already"
    exit 0
fi

"$python" -I -m venv --clear "$environment"
pip=("$environment/bin/python" -I -m pip --disable-pip-version-check --quiet --no-input)
# What is imported gets compiled when it is; most never is.
"${pip[@]}" install --no-compile --require-hashes --no-deps --only-binary :all: --requirement "$lock"
"${pip[@]}" install --no-compile --no-deps --no-build-isolation --no-index "$source"
"$environment/bin/python" -I -m peacedata --version
printf '%s\n' "$state" >"$environment/ready"
