/**
 * Which SELinux type the policy of a host has for a file, by its path: file_contexts(5), as libselinux looks it up. A policy
 * has some thousand expressions; of a path only those are tried whose unchanging beginning is a folder above it.
 */

/** The policy is the host's own, and of a size that it itself chose. */
const MOST_SPECS = 50_000;
const META = '.^$?*+|[({';
/** After a letter these say that it may be missing. */
const MAY_BE_MISSING = '?*{';

interface Spec {
  readonly expression: string;
  /** Made when it is first tried; null for one that is none. */
  compiled?: RegExp | null;
  /** null for `<<none>>`: the policy has no word on it. */
  readonly type: string | null;
  /** The last one counts. */
  readonly at: number;
}

export interface FileContexts {
  /** @param path absolute, of a regular file. @returns null where the policy says nothing */
  typeOf(path: string): string | null;
}

/**
 * @param text of file_contexts
 * @param substitutions of file_contexts.subs_dist and file_contexts.subs, one after the other: `/lib64 /usr/lib` a line
 */
export function parseFileContexts(text: string, substitutions: string): FileContexts {
  const exact = new Map<string, string | null>();
  const byFolder = new Map<string, Spec[]>();
  for (const [at, line] of text.split('\n', MOST_SPECS).entries()) {
    const [expression = '', ...rest] = line.trim().split(/\s+/);
    const context = rest.pop();
    const [kind = '--'] = rest;
    if (context === undefined || expression.startsWith('#') || kind !== '--') continue;
    const type = typeOfContext(context);
    const { literal, folder } = beginningOf(expression);
    if (folder === null) {
      exact.set(literal, type);
      continue;
    }
    const mine = byFolder.get(folder) ?? [];
    mine.push({ expression, type, at });
    byFolder.set(folder, mine);
  }
  const substitute = substitutionsIn(substitutions);
  return {
    typeOf(asked) {
      const path = substitute(asked);
      const known = exact.get(path);
      if (known !== undefined) return known;
      let best: Spec | null = null;
      for (const folder of foldersAbove(path)) {
        const found = byFolder.get(folder)?.findLast((spec) => spec.at > (best?.at ?? -1) && matches(spec, path));
        if (found !== undefined) best = found;
      }
      return best?.type ?? null;
    },
  };
}

/** The third field: `user:role:type[:range]`. @returns null for what is no context */
export const typeOfContext = (context: string): string | null =>
  /^[^:\s]+:[^:\s]+:([A-Za-z0-9_.]+)/.exec(context)?.[1] ?? null;

/** What stays of an expression before the first sign that means something; with the folder that it stands in, null where all stays. */
function beginningOf(expression: string): { readonly literal: string; readonly folder: string | null } {
  let literal = '';
  for (let at = 0; at < expression.length; at++) {
    const letter = expression.charAt(at);
    if (META.includes(letter)) {
      const sure = MAY_BE_MISSING.includes(letter) ? literal.slice(0, -1) : literal;
      // Where it can be one of several from its beginning on, nothing of it is sure.
      const isOneOfMany = expression.replaceAll(/\([^()]*\)|\[[^\]]*\]|\\./g, '').includes('|');
      return { literal, folder: isOneOfMany ? '' : sure.slice(0, sure.lastIndexOf('/') + 1) };
    }
    if (letter === '\\') at++;
    literal += letter === '\\' ? expression.charAt(at) : letter;
  }
  return { literal, folder: null };
}

function matches(spec: Spec, path: string): boolean {
  spec.compiled ??= asExpression(spec.expression);
  return spec.compiled?.test(path) === true;
}

/** Those of PCRE are those of JavaScript in what policies use. @returns null for one that is not */
function asExpression(expression: string): RegExp | null {
  try {
    return new RegExp(`^${expression}$`, 's');
  } catch {
    return null;
  }
}

/** `''`, `/`, `/usr/`, `/usr/bin/` */
function foldersAbove(path: string): string[] {
  const folders = [''];
  for (let at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1)) folders.push(path.slice(0, at + 1));
  return folders;
}

function substitutionsIn(text: string): (path: string) => string {
  const pairs = text.split('\n').flatMap((line): [string, string][] => {
    const [from, to] = line.trim().split(/\s+/);
    return from?.startsWith('/') === true && to !== undefined ? [[from, to]] : [];
  });
  pairs.sort(([one], [other]) => other.length - one.length);
  return (path) => {
    const found = pairs.find(([from]) => path === from || path.startsWith(`${from}/`));
    return found === undefined ? path : found[1] + path.slice(found[0].length);
  };
}
