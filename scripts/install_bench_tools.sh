#!/bin/sh
# The measurements need nginx and wrk, a browser, and Lighthouse, which npm keeps in .cache.
# Installs what is missing where that is allowed (root on Debian or Ubuntu); what stays missing is
# told by the lines that are skipped for it.
set -eu

LIGHTHOUSE=12.8.2
FOLDER=.cache/lighthouse

missing=
command -v nginx >/dev/null || [ -x /usr/sbin/nginx ] || missing="$missing nginx-light"
command -v wrk >/dev/null || missing="$missing wrk"
command -v chromium >/dev/null || command -v chromium-browser >/dev/null || missing="$missing chromium"
if [ -n "$missing" ]; then
    if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
        echo "Installing$missing."
        export DEBIAN_FRONTEND=noninteractive
        apt-get update -qq
        # shellcheck disable=SC2086 # one word per package
        apt-get install -qq --yes --no-install-recommends $missing >/dev/null
    else
        echo "Please install these packages to measure everything:$missing" >&2
    fi
fi

if [ ! -x "$FOLDER/node_modules/.bin/lighthouse" ]; then
    if command -v npm >/dev/null; then
        echo "Installing Lighthouse $LIGHTHOUSE."
        mkdir -p "$FOLDER"
        npm install --prefix "$FOLDER" --ignore-scripts --no-audit --no-fund --loglevel=error \
            "lighthouse@$LIGHTHOUSE" >/dev/null || echo "Lighthouse could not be installed." >&2
    else
        echo "Please install Node.js with npm to measure with Lighthouse." >&2
    fi
fi
