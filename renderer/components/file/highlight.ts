/** Tells the parts of unit files, scripts and key=value files apart: enough to read them, no more. */

export interface Piece {
  readonly text: string;
  readonly kind: 'comment' | 'section' | 'key' | 'string' | null;
  /** Where it begins. */
  readonly at: number;
}

/** Longer texts are shown as they are. */
const MAX_LENGTH = 200_000;
const KEYS =
  /\.(service|socket|timer|path|mount|automount|target|slice|swap|network|netdev|link|conf|ini|desktop|preset)$|release|extension-release/;
const PATTERNS = {
  keys: /^[ \t]*[#;].*$|^\[[^\]\n]*\]|^[A-Za-z][A-Za-z0-9_.-]*(?==)/gm,
  script: /(?<=^|[ \t;])#.*$|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'/gm,
};

/** Cuts a text into pieces that together are the whole of it. */
export function highlightText(path: string, text: string): Piece[] {
  if (text.length > MAX_LENGTH) return [{ text, kind: null, at: 0 }];
  const pattern = KEYS.test(path) ? PATTERNS.keys : text.startsWith('#!') ? PATTERNS.script : null;
  if (pattern === null) return [{ text, kind: null, at: 0 }];
  const pieces: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(pattern)) {
    if (match.index > from) pieces.push({ text: text.slice(from, match.index), kind: null, at: from });
    pieces.push({ text: match[0], kind: kindOf(match[0]), at: match.index });
    from = match.index + match[0].length;
  }
  if (from < text.length) pieces.push({ text: text.slice(from), kind: null, at: from });
  return pieces;
}

function kindOf(text: string): Piece['kind'] {
  const first = text.trimStart().charAt(0);
  if (first === '#' || first === ';') return 'comment';
  if (first === '[') return 'section';
  return first === '"' || first === "'" ? 'string' : 'key';
}
