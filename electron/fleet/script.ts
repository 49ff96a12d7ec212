/**
 * The script that a host runs for us: POSIX sh with what GNU and busybox tools have alike. First it tells what decides of the
 * extensions there; then it gives ranges of files, as they are asked for on its input, until that ends.
 *
 * What it writes are records of fields, each ended by a zero byte, which no name of a file holds; a record begins with a random
 * word, and only a file of which the length was told before is written as it is. So no name and no content can pass for a record.
 */

import { storesOf } from '../../shared/images/store.ts';
import { vendorFolders } from '../../shared/images/vendor-store.ts';
import { CLASSES } from '../../shared/systemd/classes.ts';

/** Entries that are listed of one directory, and units of one extension. */
const MOST_ENTRIES = 2000;
const MOST_UNITS = 1000;
/** Bytes of a small file, such as a release file. */
const MOST_TEXT = 65_536;
/** Of what getfattr says: one with a root hash for each of 500 images says 100,000. Past these nothing is said. */
export const MOST_ATTRIBUTES = 262_144;
/** Of the mount table. */
const MOST_MOUNTS = 1_048_576;

/** Search directories of every version that is known; see `rulesFor`. */
const SEARCHED = [
  '/etc/extensions',
  '/run/extensions',
  '/var/lib/extensions',
  '/usr/local/lib/extensions',
  '/usr/lib/extensions',
  '/run/confexts',
  '/var/lib/confexts',
  '/usr/local/lib/confexts',
  '/usr/lib/confexts',
].join(' ');

/** Where versions are kept: by Flatcar, which leads to one at each start, and in stores, with a folder for each name. */
const STORES = CLASSES.flatMap((one) => storesOf(one).map(({ store }) => store));
const KEPT = [...vendorFolders(), ...STORES, ...STORES.map((one) => `${one}/*`)].join(' ');

/** Bytes of a range that is asked for are whole blocks of this size, so that `dd` reads them at once. */
export const RANGE_BLOCK = 4096;

/** Those that decide of an extension: root hashes of an image, and which release file counts. */
const ATTRIBUTES = '^user\\.(verity\\.(root|usr)hash|extension-release\\.strict)$';

/** @param boundary letters and digits that nobody can guess */
export function readingScript(boundary: string): string {
  return `LC_ALL=C
PATH=$PATH:/usr/bin:/bin:/usr/sbin:/sbin
export LC_ALL PATH
umask 077
put() { printf '%s\\0' ${boundary} "$@"; }
text() {
  [ -f "$1" ] && [ -r "$1" ] || return 0
  s=$(stat -L -c '%s %Y' "$1" 2>/dev/null) || return 0
  [ "\${s% *}" -le ${MOST_TEXT} ] || return 0
  put text "$1" "\${s% *}" "\${s#* }"
  head -c "\${s% *}" "$1"
}
made() {
  t=$(cat "$1" 2>/dev/null | head -c "$2"; printf x)
  t=\${t%x}
  put made "$1" "$t"
}
entry() {
  if [ -L "$1" ]; then
    t=$(readlink -n "$1"; printf x)
    put link "$1" "\${t%x}"
  elif [ -d "$1" ]; then put dir "$1"
  elif [ -f "$1" ]; then
    s=$(stat -c '%s %Y %i' "$1" 2>/dev/null) || s='0 0 0'
    r=1; [ -r "$1" ] || r=0
    put file "$1" "$s" $r
  elif [ -b "$1" ]; then put block "$1"
  elif [ -e "$1" ]; then put other "$1"
  fi
}
mode() { m=$(stat -L -c %a "$1" 2>/dev/null) && put mode "$1" "$m"; }
is() { [ -e "$1" ] || [ -L "$1" ]; }
names() {
  [ -r "$1" ] && [ -x "$1" ] || { put closed "$1"; return 0; }
  n=0
  for q in "$1"/* "$1"/.[!.]* "$1"/..?*; do
    is "$q" || continue
    n=$((n+1)); [ $n -le $2 ] || { put more "$1"; break; }
    if [ -L "$q" ]; then
      t=$(readlink -n "$q"; printf x)
      put link "$q" "\${t%x}"
    elif [ -d "$q" ]; then put dir "$q"
    elif [ -f "$q" ]; then put name "$q"
    else put other "$q"
    fi
  done
}
plain() { [ -d "$1" ] && [ ! -L "$1" ]; }
below() {
  is "$1/os-release" && entry "$1/os-release"
  if plain "$1/extension-release.d"; then
    names "$1/extension-release.d" 64
    for f in "$1"/extension-release.d/extension-release.*; do [ -L "$f" ] || text "$f"; done
  fi
  if plain "$1/systemd" && plain "$1/systemd/system"; then names "$1/systemd/system" ${MOST_UNITS}; fi
}
folder() {
  put dir "$1"
  names "$1" 64
  for h in usr opt etc; do
    if plain "$1/$h"; then names "$1/$h" 64; fi
  done
  if plain "$1/usr" && plain "$1/usr/lib"; then
    names "$1/usr/lib" 64
    below "$1/usr/lib"
  fi
  if plain "$1/etc"; then below "$1/etc"; fi
}
beside() {
  for k in roothash usrhash verity roothash.p7s usrhash.p7s; do
    is "$1.$k" && entry "$1.$k"
  done
  text "$1.roothash"
  text "$1.usrhash"
}
lead() {
  z=
  if [ -L "$1" ]; then
    z=$(readlink -f "$1" 2>/dev/null; printf x)
    z=\${z%x}
    z=\${z%"$N"}
    [ -e "$z" ] || z=
  fi
  if [ -n "$z" ]; then
    put link "$1" "$z"
    if [ -d "$z" ]; then folder "$z"
    else
      entry "$z"
      beside "\${z%.raw}"
    fi
  elif plain "$1"; then folder "$1"
  else
    entry "$1"
    case $1 in *.roothash|*.usrhash) text "$1";; esac
  fi
}
N='
'
put begin 1
put host "$(uname -n)" "$(uname -m)" "$(uname -r)" "$(id -u)"
for f in /etc/os-release /usr/lib/os-release /etc/initrd-release /etc/hostname; do
  [ -d "$f" ] && put dir "$f"
  text "$f"
done
v=
for f in /usr/lib/systemd /lib/systemd /usr/lib64/systemd /usr/lib/*-linux-*/systemd; do
  [ -z "$v" ] || break
  for g in "$f"/libsystemd-shared-* "$f"/libsystemd-core-*; do
    [ -e "$g" ] && { v=\${g##*/}; break; }
  done
done
if [ -n "$v" ]; then put systemd "$v"
else put systemd "$(systemctl --version 2>/dev/null | head -n 1)"
fi
made /proc/self/mountinfo ${MOST_MOUNTS}
for f in /usr /opt /etc; do
  [ -d $f ] && { put dir $f; mode $f; }
  for g in sysext/extensions confext/confexts sysext/origin confext/origin; do text "$f/.systemd-$g"; done
  g=/var/lib/extensions.mutable$f
  is $g && { entry $g; [ -d $g ] && mode $g; }
done
for f in /etc/systemd /run/systemd /usr/local/lib/systemd /usr/lib/systemd; do
  for g in sysext confext; do
    text $f/$g.conf
    for h in $f/$g.conf.d/*.conf; do text "$h"; done
  done
done
for d in ${SEARCHED}; do
  is $d || continue
  e=$(readlink -f $d 2>/dev/null; printf x)
  e=\${e%x}; e=\${e%"$N"}
  [ -d "$e" ] || { entry $d; continue; }
  [ "$e" = $d ] || put link $d "$e"
  put dir "$e"
  [ -r "$e" ] && [ -x "$e" ] || { put closed "$e"; continue; }
  c=0
  for p in "$e"/* "$e"/.[!.]* "$e"/..?*; do
    is "$p" || continue
    c=$((c+1)); [ $c -le ${MOST_ENTRIES} ] || { put more "$e"; break; }
    case $p in
      *.v)
        if plain "$p"; then
          put dir "$p"
          [ -r "$p" ] && [ -x "$p" ] || { put closed "$p"; continue; }
          b=0
          for w in "$p"/*; do
            is "$w" || continue
            b=$((b+1)); [ $b -le 256 ] || { put more "$p"; break; }
            lead "$w"
          done
        else lead "$p"
        fi;;
      *) lead "$p";;
    esac
  done
done
b=0
for d in ${KEPT}; do
  plain "$d" || continue
  b=$((b+1)); [ $b -le 1000 ] || break
  put dir "$d"
  [ -r "$d" ] && [ -x "$d" ] || { put closed "$d"; continue; }
  c=0
  for p in "$d"/*.raw; do
    is "$p" || continue
    c=$((c+1)); [ $c -le 256 ] || { put more "$d"; break; }
    entry "$p"
  done
done
v=
if [ -e /sys/module/dm_verity ]; then v=1
else
  for f in /sys/block/dm-*/dm/uuid; do
    case $(cat "$f" 2>/dev/null) in CRYPT-VERITY*) v=1;; esac
  done
fi
for f in /lib/modules /usr/lib/modules; do
  [ -z "$v" ] || break
  g=$f/$(uname -r)
  [ -r "$g/modules.builtin" ] && [ -r "$g/modules.dep" ] || continue
  case $(cat "$g/modules.builtin" "$g/modules.dep") in
    */dm-verity.ko*) v=1;;
    *) v=0;;
  esac
done
[ -z "$v" ] || put verity $v
case $(getfattr --version 2>/dev/null) in
  getfattr*)
    set --
    for d in ${SEARCHED}; do
      set -- "$@" $d/*.raw $d/*.v/*.raw $d/*/usr/lib/extension-release.d/extension-release.*
      set -- "$@" $d/*/etc/extension-release.d/extension-release.*
    done
    t=$(getfattr --absolute-names -d -e base64 -m '${ATTRIBUTES}' -- "$@" 2>/dev/null; printf ' %s' $?)
    case $t in *' '[01]) [ \${#t} -gt ${MOST_ATTRIBUTES} ] || put attributes "\${t% *}";; esac;;
esac
put end
while read -r o c; do
  IFS= read -r p || exit 0
  put range "$o" "$c"
  dd if="$p" bs=${RANGE_BLOCK} skip="$o" count="$c" 2>/dev/null
  put done
done
exit 0
`;
}
