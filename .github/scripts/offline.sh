#!/usr/bin/env bash
# Runs a command that reads a stranger's files: with no network, no way to gain rights, and capped in time and output.
#
# usage: offline.sh NAME... -- COMMAND [ARGUMENT...]
#
# Of the environment the command gets PATH, HOME, LANG and the variables named before `--`, so no token by accident.
# It keeps the user but not its groups, because membership of `docker` would be a way out. Refuses to run the command
# where the network cannot be taken away.
set -euo pipefail

keep=("PATH=$PATH" "HOME=${HOME:-/}" "LANG=C.UTF-8")
while [ $# -gt 0 ] && [ "$1" != -- ]; do
    [[ $1 =~ ^[A-Z_][A-Z0-9_]*$ ]] || { echo "::error::offline.sh: no name of a variable" && exit 2; }
    keep+=("$1=${!1-}")
    shift
done
[ $# -gt 1 ] || { echo "usage: offline.sh NAME... -- COMMAND [ARGUMENT...]" >&2 && exit 2; }
shift

drop=(setpriv --reuid "$(id -u)" --regid "$(id -g)" --clear-groups --no-new-privs --inh-caps -all --bounding-set -all)
# The first way that works: root on the runner, root in CI of our own, and user namespaces where there is neither.
if [ "$(id -u)" = 0 ] && unshare --net true 2>/dev/null; then
    leave=(unshare --net "${drop[@]}")
elif sudo -n unshare --net true 2>/dev/null; then
    leave=(sudo -n unshare --net "${drop[@]}")
elif unshare --user --map-current-user --net true 2>/dev/null; then
    leave=(unshare --user --map-current-user --net setpriv --no-new-privs --inh-caps -all)
else
    echo "::error::The check runs without network only, and this machine does not let us take the network away."
    exit 3
fi
cap=(prlimit --cpu=600 --fsize=268435456 --core=0 timeout --kill-after=10 900)

# What has an interface besides the loopback is not isolated: look from inside, rather than trust the call.
# shellcheck disable=SC2016 # expanded by the inner shell
inside='if tail -n +3 /proc/self/net/dev | grep -qv "^ *lo:"; then
    echo "::error::The network is still there; the check was not run."; exit 3
fi
exec "$@"'
exec "${leave[@]}" env -i "${keep[@]}" "${cap[@]}" bash -c "$inside" bash "$@"
