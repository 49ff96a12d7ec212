/** Transfer files as they are read, whoever wrote them (sysupdate.d(5)). */
import { isMatchPattern } from './match-pattern.ts';
import { TRANSFER_MARK } from './transfer.ts';

export interface TransferFile {
  /** Whether Veneer wrote it. */
  readonly isOurs: boolean;
  /** Older versions are not looked at; null for none. */
  readonly minVersion: string | null;
  /** Versions that are never removed. */
  readonly protectedVersions: readonly string[];
  readonly verify: boolean;
  readonly source: { readonly type: string; readonly path: string; readonly patterns: readonly string[] };
  readonly target: {
    readonly type: string;
    readonly path: string;
    readonly patterns: readonly string[];
    readonly currentSymlink: string | null;
    /** At least 2; null leaves it to what systemd takes. */
    readonly instancesMax: number | null;
  };
}

/** The host as specifiers such as `%a` tell of it. */
export type Specifiers = Readonly<Record<string, string>>;

const TRUE_WORDS = new Set(['1', 'yes', 'y', 'true', 't', 'on']);
const FALSE_WORDS = new Set(['0', 'no', 'n', 'false', 'f', 'off']);

/**
 * Reads a transfer file.
 *
 * @param specifiers what each letter stands for on the host
 * @throws {TransferFileError} with what is wrong, as a part of a sentence
 */
export function parseTransferFile(text: string, specifiers: Specifiers): TransferFile {
  const sections = readSections(text);
  const raw = (section: string, key: string): string | null => sections.get(section)?.get(key)?.at(-1) ?? null;
  const expanded = (section: string, key: string): string | null => {
    const value = raw(section, key);
    return value === null || value === '' ? null : expand(value, specifiers);
  };
  const need = (section: string, key: string): string => {
    const value = expanded(section, key);
    if (value === null) throw new TransferFileError(`${key}= is missing in [${section}]`);
    return value;
  };
  const patterns = (section: string): string[] => {
    const found = (sections.get(section)?.get('MatchPattern') ?? [])
      .flatMap(words)
      .map((one) => expand(one, specifiers));
    if (found.length === 0) throw new TransferFileError(`MatchPattern= is missing in [${section}]`);
    const wrong = found.find((one) => !isMatchPattern(one.replace(/^\*\*\//, '')));
    if (wrong !== undefined) throw new TransferFileError(`${wrong} is no match pattern`);
    return found;
  };
  const instancesMax = raw('Target', 'InstancesMax');
  return {
    isOurs: text.startsWith(TRANSFER_MARK),
    minVersion: expanded('Transfer', 'MinVersion'),
    protectedVersions: (sections.get('Transfer')?.get('ProtectVersion') ?? [])
      .flatMap(words)
      .map((one) => expand(one, specifiers))
      .filter((one) => one !== ''),
    verify: boolean(raw('Transfer', 'Verify'), true),
    source: { type: need('Source', 'Type'), path: need('Source', 'Path'), patterns: patterns('Source') },
    target: {
      type: need('Target', 'Type'),
      path: need('Target', 'Path').replace(/(?<=.)\/+$/, ''),
      patterns: patterns('Target'),
      currentSymlink: expanded('Target', 'CurrentSymlink'),
      instancesMax: instancesMax !== null && /^\d{1,4}$/.test(instancesMax) ? Number(instancesMax) : null,
    },
  };
}

export class TransferFileError extends Error {
  override readonly name = 'TransferFileError';
}

function boolean(text: string | null, otherwise: boolean): boolean {
  const word = text?.toLowerCase() ?? '';
  return TRUE_WORDS.has(word) || (otherwise && !FALSE_WORDS.has(word));
}

/** Sections and their keys, each with all values in order; an empty value takes back those before it. */
function readSections(text: string): Map<string, Map<string, string[]>> {
  const sections = new Map<string, Map<string, string[]>>();
  let section: Map<string, string[]> | null = null;
  for (const line of text.replaceAll(/\\\n/g, ' ').split('\n')) {
    const content = line.trim();
    if (content === '' || content.startsWith('#') || content.startsWith(';')) continue;
    const title = /^\[(.+)\]$/.exec(content)?.[1];
    if (title !== undefined) {
      section = sections.get(title) ?? new Map<string, string[]>();
      sections.set(title, section);
      continue;
    }
    const at = content.indexOf('=');
    if (at <= 0 || section === null) continue;
    const [key, value] = [content.slice(0, at).trim(), content.slice(at + 1).trim()];
    if (value === '') section.set(key, []);
    else section.set(key, [...(section.get(key) ?? []), value]);
  }
  return sections;
}

/** Words of a value, with quotes taken off. */
function words(value: string): string[] {
  return [...value.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(([, a, b, c]) => a ?? b ?? c ?? '');
}

function expand(text: string, specifiers: Specifiers): string {
  return text.replaceAll(/%(.)/gs, (whole, letter: string) => (letter === '%' ? '%' : (specifiers[letter] ?? whole)));
}
