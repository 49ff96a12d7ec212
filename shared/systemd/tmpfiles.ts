/** Which paths a file of tmpfiles.d(5) makes. */

export interface DeclaredPath {
  readonly path: string;
  /** Counted from 1. */
  readonly line: number;
}

/**
 * Files, folders, subvolumes, pipes, links and nodes. What is copied (`C`) or made where its target is there (`L?`) may rightly
 * be missing, and `-` lets it fail.
 */
const MAKES = /^\s*([fdDvqQpLcb])([+!=~^$]*)\s+(?:"([^"]+)"|'([^']+)'|([^"'\s]+))(?:\s|$)/;
/** What is there comes and goes: it is cleaned by age, or belongs to a session. */
const PASSING = /^\/(?:tmp|var\/tmp|run\/user|proc|sys|dev)(?:\/|$)/;

/** @returns those whose paths can be told without a specifier */
export function parseTmpfiles(text: string): DeclaredPath[] {
  return text.split('\n').flatMap((line, at): DeclaredPath[] => {
    const [, , , ...paths] = MAKES.exec(line) ?? [];
    const path = paths.find((one) => one !== undefined);
    if (path === undefined || !path.startsWith('/') || /[%\\]/.test(path) || PASSING.test(path)) return [];
    return [{ path, line: at + 1 }];
  });
}
