/**
 * MatchPattern= of sysupdate.d(5): file names with wildcards such as `@v`. Taken apart as systemd-sysupdate does it: a
 * wildcard ends where the text behind it stands for the first time. What the manual does not say was measured: 257 takes a
 * name that goes on behind the pattern, 262 does not, and they differ in what a version may hold.
 */

/** From which systemd on the whole name has to fit. */
const WHOLE_SINCE = 262;
const VERSION = { before: /^[A-Za-z0-9.,_+-]+$/, since: /^[A-Za-z0-9._+~^-]+$/ };

/** What a file name tells by the wildcards of its pattern. */
export interface Matched {
  readonly version: string;
  /** 64 hexadecimal digits (`@h`). */
  readonly sha256: string | null;
  /** Bytes (`@s`). */
  readonly size: number | null;
  /** Permission bits (`@m`). */
  readonly mode: number | null;
  /** Microseconds since 1970 (`@t`). */
  readonly changedAt: number | null;
}

/** A number as strtoull(3) reads it with the base 0: one with a zero before it is octal, and it may have a sign (measured). */
const NUMBER = /^(?:-0+|\+?(?:0[0-7]{0,22}|[1-9]\d{0,18}))$/;
/** Not writable by everybody, which is refused (measured). */
const MODE = /^[0-7]{0,3}[0145]$/;

/** What each wildcard but the version stands for; one that does not look like it makes the name no match. */
const WILDCARDS: Readonly<Record<string, RegExp>> = {
  u: /^[0-9a-fA-F]{8}-?(?:[0-9a-fA-F]{4}-?){3}[0-9a-fA-F]{12}$/,
  f: /^[0-9a-fA-F]{1,16}$/,
  a: /^(?:[01]|yes|no|y|n|true|false|t|f|on|off)$/i,
  g: /^(?:[01]|yes|no|y|n|true|false|t|f|on|off)$/i,
  r: /^(?:[01]|yes|no|y|n|true|false|t|f|on|off)$/i,
  t: NUMBER,
  m: MODE,
  s: NUMBER,
  d: NUMBER,
  l: NUMBER,
  h: /^[0-9a-fA-F]{64}$/,
};

type Part = { readonly literal: string } | { readonly wildcard: string };

/** @returns null for what is no pattern: without `@v`, with a wildcard twice, unknown, or right behind another */
function partsOf(pattern: string): readonly Part[] | null {
  const parts: Part[] = [];
  const seen = new Set<string>();
  for (const piece of pattern.split(/(@.)/su)) {
    if (piece === '') continue;
    if (!piece.startsWith('@')) {
      parts.push({ literal: piece });
      continue;
    }
    const wildcard = piece.slice(1);
    const last = parts.at(-1);
    const isFine = (wildcard === 'v' || Object.hasOwn(WILDCARDS, wildcard)) && !seen.has(wildcard);
    if (!isFine || (last !== undefined && 'wildcard' in last)) return null;
    seen.add(wildcard);
    parts.push({ wildcard });
  }
  return seen.has('v') ? parts : null;
}

/** Whether a text is a pattern. */
export const isMatchPattern = (pattern: string): boolean => partsOf(pattern) !== null;

/**
 * What a name tells; null where the pattern does not fit it.
 *
 * @param systemdVersion whose rules are applied
 */
export function matchPattern(pattern: string, name: string, systemdVersion: number): Matched | null {
  const parts = partsOf(pattern);
  if (parts === null) return null;
  const isWhole = systemdVersion >= WHOLE_SINCE;
  const versions = isWhole ? VERSION.since : VERSION.before;
  const found = new Map<string, string>();
  let at = 0;
  for (const [index, part] of parts.entries()) {
    if ('literal' in part) {
      if (!name.startsWith(part.literal, at)) return null;
      at += part.literal.length;
      continue;
    }
    const next = parts[index + 1];
    const end = next === undefined || 'wildcard' in next ? name.length : name.indexOf(next.literal, at);
    const value = end < at ? '' : name.slice(at, end);
    const looks = part.wildcard === 'v' ? versions : WILDCARDS[part.wildcard];
    if (looks?.test(value) !== true) return null;
    found.set(part.wildcard, value);
    at = end;
  }
  if (isWhole && at !== name.length) return null;
  const number = (wildcard: string, isOctal = false) => {
    const text = found.get(wildcard);
    return text === undefined ? null : Number.parseInt(text, isOctal || /^[+-]?0/.test(text) ? 8 : 10);
  };
  return {
    version: found.get('v') ?? '',
    sha256: found.get('h')?.toLowerCase() ?? null,
    size: number('s'),
    mode: number('m', true),
    changedAt: number('t'),
  };
}

/** The first of several patterns that fits. */
export function matchPatterns(patterns: readonly string[], name: string, systemdVersion: number): Matched | null {
  for (const pattern of patterns) {
    const matched = matchPattern(pattern, name, systemdVersion);
    if (matched !== null) return matched;
  }
  return null;
}

/** The name that a pattern gives to a version; null where it has other wildcards than `@v`. */
export function nameByPattern(pattern: string, version: string): string | null {
  const parts = partsOf(pattern);
  if (parts === null || parts.some((part) => 'wildcard' in part && part.wildcard !== 'v')) return null;
  return parts.map((part) => ('literal' in part ? part.literal : version)).join('');
}
