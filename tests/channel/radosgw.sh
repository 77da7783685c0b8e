#!/bin/sh
# Starts one Ceph monitor, one storage daemon in memory and one radosgw, all on the loopback address, for the soak tests.
#
#   tests/channel/radosgw.sh FOLDER PORT     prints `ready`, and stays until its standard input ends
#
# FOLDER is made and thrown away; PORT and the two after it must be free. The access key and the secret are `testing`.
# Needs Debian's packages ceph-common, ceph-mon, ceph-osd, radosgw and curl.
set -eu

folder=$1
port=$2
mkdir -p "$folder/mon" "$folder/osd" "$folder/run"
folder=$(cd "$folder" && pwd)
conf=$folder/ceph.conf
id=$(cat /proc/sys/kernel/random/uuid)

# They write until they have ended, so the folder can only go after that.
stop() {
    # shellcheck disable=SC2046 # several numbers
    set -- $(cat "$folder"/run/*.pid 2>/dev/null || true)
    for pid; do kill "$pid" 2>/dev/null || true; done
    for pid; do
        for _ in $(seq 50); do
            kill -0 "$pid" 2>/dev/null || break
            sleep 0.1
        done
        kill -KILL "$pid" 2>/dev/null || true
    done
    rm -rf "$folder"
}
trap stop EXIT
trap 'exit 1' HUP INT TERM

cat >"$conf" <<END
[global]
fsid = $id
mon host = [v2:127.0.0.1:$((port + 1)),v1:127.0.0.1:$((port + 2))]
mon initial members = a
public addr = 127.0.0.1
keyring = $folder/keyring
run dir = $folder/run
admin socket = $folder/run/\$name.\$pid.asok
log file = $folder/\$name.log
pid file = $folder/run/\$name.pid
mon data = $folder/mon
osd data = $folder/osd
osd objectstore = memstore
memstore device bytes = 4294967296
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 8
osd crush chooseleaf type = 0
mon allow pool size one = true
mon warn on pool no redundancy = false
mon max pg per osd = 1000
rgw enable usage log = false
END

ceph-authtool --create-keyring "$folder/keyring" --gen-key --name mon. --cap mon 'allow *' >/dev/null
ceph-authtool "$folder/keyring" --gen-key --name client.admin \
    --cap mon 'allow *' --cap osd 'allow *' --cap mds 'allow *' --cap mgr 'allow *' >/dev/null
ceph-authtool "$folder/keyring" --gen-key --name osd.0 --cap mon 'allow profile osd' --cap osd 'allow *' >/dev/null
monmaptool --create --fsid "$id" --addv a "[v2:127.0.0.1:$((port + 1)),v1:127.0.0.1:$((port + 2))]" "$folder/monmap" >/dev/null
ceph-mon -c "$conf" --id a --mkfs --monmap "$folder/monmap" --keyring "$folder/keyring"
ceph-mon -c "$conf" --id a
osd=$(cat /proc/sys/kernel/random/uuid)
ceph -c "$conf" --connect-timeout 60 osd new "$osd" >/dev/null
ceph -c "$conf" auth import -i "$folder/keyring" >/dev/null 2>&1
ceph-osd -c "$conf" --id 0 --mkfs --osd-uuid "$osd" >/dev/null 2>&1
ceph-osd -c "$conf" --id 0 >/dev/null
for _ in $(seq 60); do
    if ceph -c "$conf" --connect-timeout 10 osd stat 2>/dev/null | grep -q '1 up'; then break; fi
    sleep 1
done
radosgw-admin -c "$conf" user create --uid=testing --display-name=testing --access-key=testing --secret=testing \
    >/dev/null 2>"$folder/user.log"
radosgw -c "$conf" --name client.admin --rgw-frontends "beast endpoint=127.0.0.1:$port tcp_nodelay=1"
for _ in $(seq 60); do
    if curl --silent --output /dev/null "http://127.0.0.1:$port/"; then
        echo ready
        cat >/dev/null # whoever started this holds the other end, and lets go of it however it ends
        exit 0
    fi
    sleep 1
done
tail -n 5 "$folder"/*.log >&2
exit 1
