#!/bin/sh
# The tests need a browser and PostgreSQL. Installs what is missing where that is allowed (root on
# Debian or Ubuntu), else says in one sentence what to install.
set -eu

missing=
command -v chromium >/dev/null || command -v chromium-browser >/dev/null || missing="$missing chromium"
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null || missing="$missing postgresql"

if [ -z "$missing" ]; then
    exit 0
fi
if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
    echo "The tests need these packages, please install them:$missing" >&2
    exit 1
fi
echo "Installing$missing."
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
# shellcheck disable=SC2086 # one word per package
apt-get install -qq --yes --no-install-recommends $missing >/dev/null
