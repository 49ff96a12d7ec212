/** A MatchPattern= in its parts, and what systemds of different age make of it. */

export type Part = { readonly literal: string } | { readonly wildcard: string } | { readonly slash: true };

export interface PatternRules {
  /** Folders in a pattern (measured: 257 has them, 252 gives up on them). */
  readonly hasSlash: boolean;
  /** `@v/`, at which 257 crashes (measured). */
  readonly wildcardBeforeSlash: boolean;
  /** A prefix that stands for any folders, and none (262). */
  readonly hasAnywhere: boolean;
  /** A pattern that fits wins over an earlier one that may only fit further down (measured on 262; 257 takes the earlier). */
  readonly fitWins: boolean;
  /** The whole name has to fit (262). */
  readonly isWhole: boolean;
  /** A pattern with a reserved character is refused where it is read; before, only where it is used (measured). */
  readonly refusesReserved: boolean;
  /** What a version may consist of (version_is_valid()). */
  readonly version: RegExp;
  /** A version without text takes back what was set before, and letters are put in before the check (measured on 262.1). */
  readonly versionsReset: boolean;
}

const BEFORE: PatternRules = {
  hasSlash: false,
  wildcardBeforeSlash: false,
  hasAnywhere: false,
  fitWins: false,
  isWhole: false,
  refusesReserved: false,
  version: /^[A-Za-z0-9.,_+-]{1,255}$/,
  versionsReset: false,
};
const SINCE_257: PatternRules = { ...BEFORE, hasSlash: true };
const SINCE_262: PatternRules = {
  hasSlash: true,
  wildcardBeforeSlash: true,
  hasAnywhere: true,
  fitWins: true,
  isWhole: true,
  refusesReserved: true,
  version: /^[A-Za-z0-9._+~^-]{1,255}$/,
  versionsReset: true,
};

/** @param systemdVersion one between two that were measured follows the one below */
export function rulesOfPatterns(systemdVersion: number): PatternRules {
  return systemdVersion >= 262 ? SINCE_262 : systemdVersion >= 257 ? SINCE_257 : BEFORE;
}

const RESERVED = '$*?[]!\\|';
const WILDCARDS = 'vuftmsdlargh';

/**
 * @returns `refused` for what is no pattern: without `@v`, with a wildcard twice, unknown, or right behind another;
 *   `broken` for one with a character that none may have
 */
export function partsOf(pattern: string, rules: PatternRules): readonly Part[] | 'refused' | 'broken' {
  const parts: Part[] = [];
  const seen = new Set<string>();
  let literal = '';
  const endLiteral = () => {
    if (literal !== '') parts.push({ literal });
    literal = '';
  };
  for (let at = 0; at < pattern.length; at++) {
    let c = pattern.charAt(at);
    if (c === '@') {
      c = pattern.charAt(++at);
      if (c !== '@') {
        endLiteral();
        const last = parts.at(-1);
        const isFine = c !== '' && WILDCARDS.includes(c) && !seen.has(c);
        if (!isFine || (last !== undefined && 'wildcard' in last)) return 'refused';
        seen.add(c);
        parts.push({ wildcard: c });
        continue;
      }
    }
    if (c === '/' && rules.hasSlash) {
      endLiteral();
      parts.push({ slash: true });
      continue;
    }
    if (c < ' ' || c >= '\x7f' || c === '/' || RESERVED.includes(c)) return 'broken';
    literal += c;
  }
  endLiteral();
  return seen.has('v') ? parts : 'refused';
}
