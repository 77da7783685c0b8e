#!/usr/bin/env bash
# Signs the channel again with the online keys, which come as variables and are gone when this ends.
#
# usage: refresh.sh PEACEDATA
#
# Reads PEACEDATA_STORE, PEACEDATA_ROOT (the text of root.json), SNAPSHOT_KEY and TIMESTAMP_KEY (the text of the files).
# Without PEACEDATA_ROOT, the root is that of this checkout. The first root will do for ever.
set -euo pipefail

program=$1
for name in PEACEDATA_STORE SNAPSHOT_KEY TIMESTAMP_KEY; do
    [ -n "${!name-}" ] || { echo "::error title=Refresh::$name is not set; docs/releasing.md says where it goes" && exit 2; }
done
# What is not set on GitHub comes as an empty variable, which boto3 would take for a setting.
for name in AWS_ENDPOINT_URL AWS_DEFAULT_REGION AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY; do
    [ -n "${!name-}" ] || unset "$name"
done
umask 077
keys=$(mktemp -d)
trap 'rm -rf -- "$keys"' EXIT
trap 'exit 130' INT TERM HUP
if [ -n "${PEACEDATA_ROOT-}" ]; then
    printf '%s\n' "$PEACEDATA_ROOT" >"$keys/root.json"
else
    cp -- "$(dirname -- "${BASH_SOURCE[0]}")/../../peacedata/channel/root.json" "$keys/root.json"
fi
printf '%s\n' "$SNAPSHOT_KEY" >"$keys/snapshot.pem"
printf '%s\n' "$TIMESTAMP_KEY" >"$keys/timestamp.pem"
store=$PEACEDATA_STORE
unset SNAPSHOT_KEY TIMESTAMP_KEY PEACEDATA_ROOT PEACEDATA_STORE
code=0
"$program" channel refresh --to "$store" --keys "$keys" || code=$?
[ "$code" = 0 ] || echo "::error title=Refresh::The channel needs somebody: docs/releasing.md, \"An expired channel\""
exit "$code"
