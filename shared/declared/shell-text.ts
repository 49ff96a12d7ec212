/** A host as a script for a plain shell with curl, below the directory that is given, or here. */
import type { Message } from '../messages/message.ts';
import { visibleText } from '../messages/visible.ts';
import type { Provisioning } from './provisioning.ts';
import { ACTING_IN_FILE } from './yaml-text.ts';

/** A word that the shell takes as it is, whatever is in it; what would act on a terminal is made by printf(1). */
function quoted(text: string): string {
  if (text.search(ACTING_IN_FILE) < 0) return `'${text.replaceAll("'", `'\\''`)}'`;
  // The shell takes line breaks off the end of what a program prints.
  let end = text.length;
  while (text[end - 1] === '\n') end--;
  const body = text.slice(0, end);
  return `"$(printf '${body.replaceAll(/[^\w/.-]/gu, octal)}')${text.slice(end)}"`;
}

/** The bytes of one character. */
function octal(one: string): string {
  const point = one.codePointAt(0) ?? 0;
  const bytes =
    point < 0x80
      ? [point]
      : [...encodeURIComponent(one).matchAll(/%(..)/g)].map(([, hex = '']) => Number.parseInt(hex, 16));
  return bytes.map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('');
}

const parentOf = (path: string): string => path.slice(0, path.lastIndexOf('/')) || '/';

const HEAD = `set -eu
root=\${1-}
root=\${root%/}
fetch() { # PATH URL UNPACK SHA256
  if [ -f "$root$1" ] && [ "$(sha256sum <"$root$1")" = "$4  -" ]; then return; fi
  mkdir -p -- "$root\${1%/*}"
  curl --fail --location --globoff --silent --show-error --output "$root$1.part" --url "$2"
  $3 <"$root$1.part" >"$root$1.new"
  rm -f -- "$root$1.part"
  if [ "$(sha256sum <"$root$1.new")" != "$4  -" ]; then
    rm -f -- "$root$1.new"
    printf '%s\\n' "$2: checksum" >&2
    exit 1
  fi
  mv -f -- "$root$1.new" "$root$1"
}`;

const UNPACK = { none: 'cat', xz: 'xz -dc', gz: 'gzip -dc', zst: 'zstd -dc' } as const;

/** @param say a message in the language of who reads it */
export function shellText(from: Provisioning, say: (message: Message) => string): string {
  const lines = [
    '#!/bin/sh',
    ...from.lacks.map((one) => `# ${visibleText(say(one))}`),
    HEAD,
    ...from.fetched.map(
      ({ path, url, packing, sha256 }) => `fetch ${quoted(path)} ${quoted(url)} ${quoted(UNPACK[packing])} ${sha256}`,
    ),
    ...from.written.flatMap(({ path, text }) => [
      `mkdir -p -- "$root"${quoted(parentOf(path))}`,
      `printf '%s' ${quoted(text)} >"$root"${quoted(path)}`,
    ]),
    ...from.links.flatMap(({ path, target }) => [
      `mkdir -p -- "$root"${quoted(parentOf(path))}`,
      `ln -sfn -- ${quoted(target)} "$root"${quoted(path)}`,
    ]),
    ...from.directories.map((path) => `mkdir -p -- "$root"${quoted(path)}`),
    ...from.units.map(
      ({ name, enabled }) => `systemctl --root="$root/" ${enabled ? 'enable' : 'disable'} -- ${quoted(name)}`,
    ),
  ];
  return `${lines.join('\n')}\n`;
}
