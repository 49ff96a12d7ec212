/**
 * MatchPattern= of sysupdate.d(5): file names with wildcards such as `@v`. Taken apart as systemd-sysupdate does it: a
 * wildcard ends where the text behind it stands for the first time.
 */

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

/** What each wildcard stands for; one that does not look like it makes the name no match. */
const WILDCARDS: Readonly<Record<string, RegExp>> = {
  v: /^[A-Za-z0-9.,_+~^-]+$/,
  u: /^[0-9a-fA-F]{8}-?(?:[0-9a-fA-F]{4}-?){3}[0-9a-fA-F]{12}$/,
  f: /^[0-9a-fA-F]{1,16}$/,
  a: /^(?:[01]|yes|no|y|n|true|false|t|f|on|off)$/i,
  g: /^(?:[01]|yes|no|y|n|true|false|t|f|on|off)$/i,
  r: /^(?:[01]|yes|no|y|n|true|false|t|f|on|off)$/i,
  t: /^\d{1,19}$/,
  m: /^[0-7]{1,4}$/,
  s: /^\d{1,19}$/,
  d: /^\d{1,19}$/,
  l: /^\d{1,19}$/,
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
    const isFine = Object.hasOwn(WILDCARDS, wildcard) && !seen.has(wildcard);
    if (!isFine || (last !== undefined && 'wildcard' in last)) return null;
    seen.add(wildcard);
    parts.push({ wildcard });
  }
  return seen.has('v') ? parts : null;
}

/** Whether a text is a pattern. */
export const isMatchPattern = (pattern: string): boolean => partsOf(pattern) !== null;

/** What a name tells; null where the pattern does not fit it. */
export function matchPattern(pattern: string, name: string): Matched | null {
  const parts = partsOf(pattern);
  if (parts === null) return null;
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
    if (WILDCARDS[part.wildcard]?.test(value) !== true) return null;
    found.set(part.wildcard, value);
    at = end;
  }
  if (at !== name.length) return null;
  const number = (wildcard: string, base: number) => {
    const text = found.get(wildcard);
    return text === undefined ? null : Number.parseInt(text, base);
  };
  return {
    version: found.get('v') ?? '',
    sha256: found.get('h')?.toLowerCase() ?? null,
    size: number('s', 10),
    mode: number('m', 8),
    changedAt: number('t', 10),
  };
}

/** The first of several patterns that fits. */
export function matchPatterns(patterns: readonly string[], name: string): Matched | null {
  for (const pattern of patterns) {
    const matched = matchPattern(pattern, name);
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
