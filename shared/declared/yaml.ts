/**
 * Reads a small YAML or JSON file that a person wrote, or somebody else: within bounds, without aliases and tags of others, and
 * with the place of each value, for whoever has to say what is wrong with it.
 */
import { Composer, type Document, isAlias, isMap, isNode, isScalar, isSeq, Lexer, LineCounter, Parser } from 'yaml';
import { type Message, messageOf } from '../messages/message.ts';
import { type ErrorReport, VeneerError } from '../model/errors.ts';

/** Bytes that such a file may have. */
export const MAX_DECLARED = 1024 * 1024;
/** Words and signs of it: the parser of yaml takes seconds where there are many (measured: 1 MiB of `[` 16 s). */
const MOST_PIECES = 60_000;
/** Levels of lists and fields in one another. */
const DEEPEST = 40;

export type Path = readonly PropertyKey[];

export interface Parsed {
  readonly value: unknown;
  /** The error that a value is, or that the field of that name beneath it is. */
  wrong(path: Path, what: Message, field?: string): VeneerError;
  /** An error of what a value asks for, with the place of the value before its sentence. */
  located(path: Path, error: VeneerError): VeneerError;
}

/**
 * @param path of the file, as it is told
 * @throws {VeneerError} `invalid-input` with line and column, `too-large`
 */
export function parseYaml(text: string, path: string): Parsed {
  if (text.length > MAX_DECLARED) throw tooLarge(path);
  const lines = new LineCounter();
  const wrongAt = (offset: number, what: Message, more: Partial<ErrorReport> = {}): VeneerError => {
    const { code = 'invalid-input', nextStep = null, detail = null } = more;
    const { line, col } = lines.linePos(offset);
    const said = messageOf('declared.wrong-at', { path, line: String(line), column: String(Math.max(col, 1)), what });
    return VeneerError.of({ code, message: said, nextStep, detail });
  };
  const document = compose(text, path, lines);
  const [error] = document.errors;
  if (error !== undefined) throw wrongAt(error.pos[0], messageOf('declared.no-yaml'), { detail: error.message });
  const [warning] = document.warnings;
  if (warning !== undefined)
    throw wrongAt(warning.pos[0], messageOf('declared.unknown-tag'), { detail: warning.message });
  const offsetOf = (node: unknown): number => (isNode(node) ? (node.range?.[0] ?? 0) : 0);

  function plainValue(node: unknown, depth: number): unknown {
    if (depth > DEEPEST) throw wrongAt(offsetOf(node), messageOf('declared.too-deep'));
    if (isAlias(node)) throw wrongAt(offsetOf(node), messageOf('declared.no-alias'));
    if (isSeq(node)) return node.items.map((one) => plainValue(one, depth + 1));
    if (!isMap(node)) return isScalar(node) ? node.value : null;
    const found = new Map<string, unknown>();
    for (const { key, value } of node.items) {
      const field = isScalar(key) ? key.value : null;
      if (typeof field !== 'string') throw wrongAt(offsetOf(key), messageOf('declared.field-is-no-text'));
      if (found.has(field)) throw wrongAt(offsetOf(key), messageOf('declared.field-twice', { field }));
      found.set(field, plainValue(value, depth + 1));
    }
    // Whatever it is called, it is a field of its own.
    return Object.assign(Object.create(null), Object.fromEntries(found)) as unknown;
  }

  const placeOf = (at: Path, field?: string): number => {
    let node: unknown = document.contents;
    let offset = offsetOf(node);
    for (const step of field === undefined ? at : [...at, field]) {
      const pair = isMap(node) ? node.items.find(({ key }) => isScalar(key) && key.value === step) : undefined;
      const item = isSeq(node) && typeof step === 'number' ? node.items[step] : undefined;
      if (pair === undefined && item === undefined) break;
      // A field that is one too many is shown where it is named.
      offset = offsetOf(
        pair !== undefined && (step === field || pair.value === null) ? pair.key : (pair?.value ?? item),
      );
      node = pair === undefined ? item : pair.value;
    }
    return offset;
  };

  return {
    value: plainValue(document.contents, 0),
    wrong: (at, what, field) => wrongAt(placeOf(at, field), what),
    located: (at, { code, said, nextStep, detail }) => wrongAt(placeOf(at), said, { code, nextStep, detail }),
  };
}

/** The one document of a text. */
function compose(text: string, path: string, lines: LineCounter): Document.Parsed {
  const parser = new Parser(lines.addNewLine);
  // Fed piece by piece, it does not tell of the first line by itself.
  lines.addNewLine(0);
  const composer = new Composer({
    lineCounter: lines,
    uniqueKeys: false,
    merge: false,
    schema: 'core',
    resolveKnownTags: false,
  });
  const tokens: unknown[] = [];
  let pieces = 0;
  for (const piece of new Lexer().lex(text)) {
    if (++pieces > MOST_PIECES) throw tooLarge(path);
    tokens.push(...parser.next(piece));
  }
  tokens.push(...parser.end());
  const documents: Document.Parsed[] = [];
  for (const token of tokens) documents.push(...(composer.next(token as never) as Iterable<Document.Parsed>));
  documents.push(...(composer.end(true, text.length) as Iterable<Document.Parsed>));
  const [first, second] = documents;
  if (first === undefined || second !== undefined)
    throw new VeneerError('invalid-input', messageOf('declared.several-documents', { path }));
  return first;
}

const tooLarge = (path: string) =>
  new VeneerError('too-large', messageOf('host.is-too-large-to-be-read', { path }), {
    nextStep: messageOf('host.look-what-stands-there'),
    detail: `more than ${MOST_PIECES} words and signs`,
  });
