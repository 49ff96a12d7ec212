/**
 * MatchPattern= of sysupdate.d(5): file names with wildcards such as `@v`. Taken apart as systemd-sysupdate does it
 * (sysupdate-pattern.c): a wildcard ends where the text behind it stands for the first time. What the manual does not say
 * was measured, and differs: 252 knows no folders, 257 takes a name that goes on behind the pattern, 262 has `**` + `/` and
 * other characters in a version.
 */

import { readNumber } from '../sysupdate/pattern-numbers.ts';
import { type Part, type PatternRules, partsOf, rulesOfPatterns } from '../sysupdate/pattern-parts.ts';

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

/**
 * What patterns say of a path: it is an instance, it is none, it may be a folder with some (`within`), or systemd gives up
 * (`broken`): then it lists nothing of the whole component.
 */
export type Look = Matched | 'no' | 'within' | 'broken';

const BOOLEAN = /^(?:[01]|yes|no|y|n|true|false|t|f|on|off)$/i;
/** Neither writable by everybody nor with more than permissions, which is refused. */
const isMode = (text: string) => /^[0-7]{1,11}$/.test(text) && (Number.parseInt(text, 8) & ~0o775) === 0;

/** What each wildcard but the version stands for; one that does not look like it makes the name no match. */
const WILDCARDS: Readonly<Record<string, (text: string) => boolean>> = {
  u: (text) => /^(?:[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i.test(text),
  f: (text) => /^(?:0x)?[0-9a-f]{1,16}$/i.test(text),
  a: (text) => BOOLEAN.test(text),
  g: (text) => BOOLEAN.test(text),
  r: (text) => BOOLEAN.test(text),
  t: (text) => readNumber(text) !== null,
  m: isMode,
  s: (text) => readNumber(text) !== null,
  d: (text) => readNumber(text) !== null,
  l: (text) => readNumber(text) !== null,
  h: (text) => /^[0-9a-f]{64}$/i.test(text),
};

/** Whether a text is a pattern, to whichever systemd. */
export const isMatchPattern = (pattern: string): boolean => {
  const parts = partsOf(pattern.replace(/^\*\*\//, ''), rulesOfPatterns(262));
  return parts !== 'refused' && parts !== 'broken';
};

/**
 * What a name tells; null where the pattern does not fit it.
 *
 * @param systemdVersion whose rules are applied
 */
export function matchPattern(pattern: string, name: string, systemdVersion: number): Matched | null {
  return matchPatterns([pattern], name, systemdVersion);
}

/** The first of several patterns that fits; null also for what is none of them. */
export function matchPatterns(patterns: readonly string[], name: string, systemdVersion: number): Matched | null {
  const found = lookAt(patterns, name, systemdVersion);
  return typeof found === 'string' ? null : found;
}

/** What several patterns say of a path; the first that says anything counts, see also `fitWins`. @param path relative to Path= */
export function lookAt(patterns: readonly string[], path: string, systemdVersion: number): Look {
  const rules = rulesOfPatterns(systemdVersion);
  let mayBeWithin = false;
  for (const pattern of patterns) {
    const found = lookByOne(pattern, path, rules);
    if (found === 'no') continue;
    if (found !== 'within' || !rules.fitWins) return found;
    mayBeWithin = true;
  }
  return mayBeWithin ? 'within' : 'no';
}

/**
 * Whether systemd looks into a folder: on 262 as soon as any pattern may fit further down, though the folder's own name fits
 * another (measured with folders on 262.1); before, the first pattern that says anything decides.
 */
export function lookAtFolder(
  patterns: readonly string[],
  path: string,
  systemdVersion: number,
): Exclude<Look, Matched> {
  const rules = rulesOfPatterns(systemdVersion);
  const told = rules.fitWins
    ? patterns.map((pattern) => lookByOne(pattern, path, rules))
    : [lookAt(patterns, path, systemdVersion)];
  return (['broken', 'within'] as const).find((one) => told.includes(one)) ?? 'no';
}

function lookByOne(pattern: string, path: string, rules: PatternRules): Look {
  const isAnywhere = rules.hasAnywhere && pattern.startsWith('**/');
  const parts = partsOf(isAnywhere ? pattern.slice(3) : pattern, rules);
  if (parts === 'refused' || parts === 'broken') return 'broken';
  return matchParts(parts, isAnywhere ? path.slice(path.lastIndexOf('/') + 1) : path, rules);
}

function matchParts(parts: readonly Part[], name: string, rules: PatternRules): Look {
  const found = new Map<string, string>();
  let at = 0;
  for (const [index, part] of parts.entries()) {
    if ('slash' in part) {
      if (at === name.length) return 'within';
      if (name.charAt(at) !== '/') return 'no';
      at++;
      continue;
    }
    if ('literal' in part) {
      if (!name.startsWith(part.literal, at)) return 'no';
      at += part.literal.length;
      continue;
    }
    const end = endOf(parts[index + 1], name, at, rules);
    if (typeof end === 'string') return end;
    const value = name.slice(at, end);
    const isFine = part.wildcard === 'v' ? rules.version.test(value) : WILDCARDS[part.wildcard]?.(value) === true;
    if (!isFine) return 'no';
    found.set(part.wildcard, value);
    at = end;
  }
  return rules.isWhole && at !== name.length ? 'no' : toldBy(found);
}

/** Where a wildcard ends, by what stands behind it. */
function endOf(next: Part | undefined, name: string, at: number, rules: PatternRules): number | 'no' | 'broken' {
  if (next === undefined) return name.length;
  if ('literal' in next) {
    const end = name.indexOf(next.literal, at);
    return end < 0 ? 'no' : end;
  }
  // 257 ends with a failed assertion there.
  if (!rules.wildcardBeforeSlash) return 'broken';
  const end = name.indexOf('/', at);
  return end < 0 ? name.length : end;
}

function toldBy(found: ReadonlyMap<string, string>): Matched {
  const number = (wildcard: string) => {
    const text = found.get(wildcard);
    return text === undefined ? null : readNumber(text);
  };
  const mode = found.get('m');
  return {
    version: found.get('v') ?? '',
    sha256: found.get('h')?.toLowerCase() ?? null,
    size: number('s'),
    mode: mode === undefined ? null : Number.parseInt(mode, 8),
    changedAt: number('t'),
  };
}

/** The name that a pattern gives to a version; null where it has other wildcards than `@v`. */
export function nameByPattern(pattern: string, version: string): string | null {
  const parts = partsOf(pattern, rulesOfPatterns(262));
  if (parts === 'refused' || parts === 'broken') return null;
  if (parts.some((part) => 'wildcard' in part && part.wildcard !== 'v')) return null;
  return parts.map((part) => ('literal' in part ? part.literal : 'slash' in part ? '/' : version)).join('');
}
