/** Transfer files as systemd-sysupdate reads them, whoever wrote them (sysupdate.d(5), transfer_read_definition()). */
import { messageOf } from '../messages/message.ts';
import { type Assignment, readAssignments, TransferFileError } from './config-lines.ts';
import { isNormalizedPath, isUrl, simplifyPath } from './paths.ts';
import { readNumber } from './pattern-numbers.ts';
import { type PatternRules, partsOf, rulesOfPatterns } from './pattern-parts.ts';
import { expandSpecifiers, LONGEST_NAME, LONGEST_PATH, type Specifiers } from './specifiers.ts';
import { TRANSFER_MARK } from './transfer.ts';
import { listWords, patternWords } from './words.ts';

export { TransferFileError } from './config-lines.ts';
export type { Specifiers } from './specifiers.ts';

export interface TransferFile {
  /** Whether Veneer wrote it. */
  readonly isOurs: boolean;
  /** Older versions are not looked at; null for none. */
  readonly minVersion: string | null;
  /** Versions that are never removed. */
  readonly protectedVersions: readonly string[];
  readonly verify: boolean;
  /** Addresses that say what is new, with `@v` for the version (257). */
  readonly changeLogs: readonly string[];
  /** It counts where one of these is on; always where there are none (257). */
  readonly features: readonly string[];
  /** All of these have to be on (257). */
  readonly requisiteFeatures: readonly string[];
  readonly source: Resource;
  readonly target: Resource & {
    /** Absolute, whatever stands in the file; null for none. */
    readonly currentSymlink: string | null;
    /** At least 2; null leaves it to what systemd takes, which is 3. */
    readonly instancesMax: number | null;
    /** Whether the file leaves the names to those of the source. */
    readonly isNamedBySource: boolean;
  };
}

interface Resource {
  readonly type: string;
  /** An address, or an absolute path without a slash at its end. */
  readonly path: string;
  readonly patterns: readonly string[];
  /** `root`, or a partition that Path= is below (254): `esp`, `xbootldr`, `boot`. */
  readonly relativeTo: string;
}

const TRUE_WORDS = new Set(['1', 'yes', 'y', 'true', 't', 'on']);
const FALSE_WORDS = new Set(['0', 'no', 'n', 'false', 'f', 'off']);
const SECTIONS = new Set(['Transfer', 'Source', 'Target']);
const SOURCES: Readonly<Record<string, readonly string[]>> = {
  'url-file': ['regular-file', 'partition'],
  'regular-file': ['regular-file', 'partition'],
  'url-tar': ['directory', 'subvolume'],
  tar: ['directory', 'subvolume'],
  directory: ['directory', 'subvolume'],
  subvolume: ['subvolume', 'directory'],
};
const TYPES = new Set([...Object.keys(SOURCES), 'partition']);
const RELATIVE = new Set(['root', 'esp', 'xbootldr', 'boot', 'explicit']);
/** One of the transfer file, or of a drop-in, which has no line here. */
type Setting = Omit<Assignment, 'line'> & { readonly line: number | null };
/** From when on PathRelativeTo= and features are known (sysupdate.d(5)). */
const RELATIVE_SINCE = 254;
const FEATURES_SINCE = 257;
const CHANGE_LOG_SINCE = 257;

/**
 * Reads a transfer file.
 *
 * @param texts the file, and its drop-ins in their order
 * @param specifiers what each letter stands for on the host
 * @throws {TransferFileError} with what systemd refuses it for, as a part of a sentence
 */
export function parseTransferFile(
  texts: readonly string[],
  specifiers: Specifiers,
  systemdVersion: number,
): TransferFile {
  const settings = texts.flatMap((text, at): Setting[] => {
    try {
      return readAssignments(text, SECTIONS).map((one) => (at === 0 ? one : { ...one, line: null }));
    } catch (error) {
      throw at > 0 && error instanceof TransferFileError ? new TransferFileError(error.said) : error;
    }
  });
  const rules = rulesOfPatterns(systemdVersion);
  const read = readerOf(settings, specifiers, rules);
  const hasFeatures = systemdVersion >= FEATURES_SINCE;
  const source = {
    type: read.type('Source'),
    path: read.path('Source'),
    patterns: read.patterns('Source'),
    relativeTo: systemdVersion >= RELATIVE_SINCE ? read.relativeTo('Source') : 'root',
  };
  const target = {
    type: read.type('Target'),
    path: read.path('Target'),
    patterns: read.patterns('Target'),
    relativeTo: systemdVersion >= RELATIVE_SINCE ? read.relativeTo('Target') : 'root',
  };
  const allowed = SOURCES[source.type ?? ''];
  if (source.type === null || allowed === undefined)
    throw new TransferFileError(messageOf('update.type-is-no-source'), read.lineOf('Source', 'Type'));
  const byDefault = allowed[0] === 'regular-file' && target.path?.startsWith('/dev/') ? 'partition' : allowed[0];
  const type = target.type ?? byDefault ?? '';
  if (!allowed.includes(type))
    throw new TransferFileError(
      messageOf('update.source-cannot-become-target', { source: source.type, target: type }),
      read.lineOf('Target', 'Type'),
    );
  if (source.relativeTo === 'explicit' || target.relativeTo === 'explicit')
    throw new TransferFileError(messageOf('update.explicit-needs-directory'));
  const sourcePath = needValue(source.path, 'Path=', 'Source');
  const targetPath = needValue(target.path, 'Path=', 'Target');
  const isUrlSource = source.type.startsWith('url-');
  if (isUrlSource ? !isUrl(sourcePath) : !isNormalizedPath(sourcePath))
    throw new TransferFileError(
      messageOf('update.path-is-not-one-that-systemd-takes', { path: sourcePath, section: 'Source' }),
      read.lineOf('Source', 'Path'),
    );
  if (targetPath === 'auto' ? type !== 'partition' : !isNormalizedPath(targetPath))
    throw new TransferFileError(
      messageOf('update.path-is-not-absolute', { path: targetPath, section: 'Target' }),
      read.lineOf('Target', 'Path'),
    );
  if (source.patterns.length === 0) throw isMissing('MatchPattern=', 'Source');
  checkAnywhere(source.type, source.patterns, target.patterns, rules);
  const isNamedBySource = target.patterns.length === 0;
  const path = targetPath.replace(/(?<=.)\/+$/, '');
  const link = read.currentSymlink();
  return {
    isOurs: texts[0]?.startsWith(TRANSFER_MARK) ?? false,
    minVersion: read.minVersion(),
    protectedVersions: read.protectedVersions(),
    verify: read.verify(),
    changeLogs: systemdVersion >= CHANGE_LOG_SINCE ? read.changeLogs() : [],
    features: hasFeatures ? read.list('Features') : [],
    requisiteFeatures: hasFeatures ? read.list('RequisiteFeatures') : [],
    source: { ...source, type: source.type, path: sourcePath },
    target: {
      ...target,
      type,
      path,
      patterns: isNamedBySource ? source.patterns.map((one) => inFolder(one, rules)) : target.patterns,
      currentSymlink: link === null || link.startsWith('/') ? link : `${path}/${link}`,
      instancesMax: read.instancesMax(),
      isNamedBySource,
    },
  };
}

/** What is named by a source that may be in any folder lies in none (measured on 262). */
function inFolder(pattern: string, { hasAnywhere }: PatternRules): string {
  return hasAnywhere ? pattern.replace(/^\*\*\//, '') : pattern;
}

function needValue(value: string | null, key: string, section: string): string {
  if (value === null) throw isMissing(key, section);
  return value;
}

const isMissing = (key: string, section: string) =>
  new TransferFileError(messageOf('update.setting-is-missing', { key, section }));

/** Where the prefix for any folders may stand (262). */
function checkAnywhere(
  sourceType: string,
  sources: readonly string[],
  targets: readonly string[],
  { hasAnywhere }: PatternRules,
): void {
  if (!hasAnywhere) return;
  const isFolder = sourceType === 'directory' || sourceType === 'subvolume';
  const wrong = [...targets, ...(isFolder ? sources : [])].find((one) => one.startsWith('**/'));
  if (wrong !== undefined)
    throw new TransferFileError(messageOf('update.is-no-match-pattern-there', { pattern: wrong }));
}

/** The settings, one after the other as systemd takes them: a wrong one leaves what was there before. */
function readerOf(settings: readonly Setting[], specifiers: Specifiers, rules: PatternRules) {
  const all = (section: string, key: string) =>
    settings.filter((one) => one.section === section && one.key === key).map(({ value }) => value);
  const last = <T>(section: string, key: string, read: (value: string) => T | undefined, otherwise: T): T =>
    all(section, key).reduce<T>((before, value) => {
      const found = read(value);
      return found === undefined ? before : found;
    }, otherwise);
  const expand = (text: string, longest: number) => expandSpecifiers(text, specifiers, longest) ?? undefined;
  return {
    lineOf: (section: string, key: string) =>
      settings.findLast((one) => one.section === section && one.key === key)?.line ?? null,
    type: (section: string) => last<string | null>(section, 'Type', (one) => (TYPES.has(one) ? one : undefined), null),
    path: (section: string) => last<string | null>(section, 'Path', (one) => expand(one, LONGEST_PATH), null),
    relativeTo: (section: string) =>
      last(section, 'PathRelativeTo', (one) => (one === '' ? 'root' : RELATIVE.has(one) ? one : undefined), 'root'),
    patterns: (section: string) => {
      const mine = settings.filter((one) => one.section === section && one.key === 'MatchPattern');
      const since = mine.slice(mine.findLastIndex(({ value }) => value === '') + 1);
      return [...new Set(since.flatMap(({ value, line }) => patternsIn(value, line, specifiers, rules)))];
    },
    /** The letters are put in after the check before 262.1, so one with a letter never counts there (measured). */
    minVersion: () =>
      last<string | null>(
        'Transfer',
        'MinVersion',
        (one) => {
          if (one === '' && rules.versionsReset) return null;
          const version = expand(one, LONGEST_NAME);
          return version !== undefined && rules.version.test(rules.versionsReset ? version : one) ? version : undefined;
        },
        null,
      ),
    protectedVersions: () => {
      const values = all('Transfer', 'ProtectVersion');
      return (rules.versionsReset ? sinceReset(values) : values).flatMap((one) => {
        const version = expand(one, LONGEST_NAME) ?? '';
        return rules.version.test(version) ? [version] : [];
      });
    },
    changeLogs: () => sinceReset(all('Transfer', 'ChangeLog')).flatMap((one) => expand(one, LONGEST_PATH) ?? []),
    verify: () => last('Transfer', 'Verify', booleanOf, true),
    list: (key: string) => sinceReset(all('Transfer', key)).flatMap((one) => listWords(one) ?? []),
    currentSymlink: () =>
      last<string | null>(
        'Target',
        'CurrentSymlink',
        (one) => {
          const path = simplifyPath(expand(one, LONGEST_NAME) ?? '');
          return path !== '' && isNormalizedPath(`/${path}`.replace('//', '/')) ? path : undefined;
        },
        null,
      ),
    instancesMax: () =>
      last<number | null>(
        'Target',
        'InstancesMax',
        (one) => {
          if (one === '') return null;
          const number = readNumber(one);
          return number === null ? undefined : Math.max(2, number);
        },
        null,
      ),
  };
}

/** An empty value takes back those before it. */
const sinceReset = (values: readonly string[]) => values.slice(values.lastIndexOf('') + 1);

/** @throws {TransferFileError} for a word that is no pattern */
function patternsIn(value: string, line: number | null, specifiers: Specifiers, rules: PatternRules): string[] {
  const found: string[] = [];
  for (const word of patternWords(value)) {
    const pattern = expandSpecifiers(word, specifiers, LONGEST_NAME);
    // systemd passes over the rest of the line.
    if (pattern === null) break;
    if (!isTaken(pattern, rules))
      throw new TransferFileError(messageOf('update.is-no-match-pattern', { pattern }), line);
    found.push(pattern);
  }
  return found;
}

function isTaken(pattern: string, rules: PatternRules): boolean {
  const isAnywhere = rules.hasAnywhere && pattern.startsWith('**/');
  const rest = isAnywhere ? pattern.slice(3) : pattern;
  if (isAnywhere && rest.includes('/')) return false;
  const parts = partsOf(rest, rules);
  return parts !== 'refused' && (parts !== 'broken' || !rules.refusesReserved);
}

/** @returns undefined for a word that systemd passes over */
export function booleanOf(word: string): boolean | undefined {
  const lower = word.toLowerCase();
  return TRUE_WORDS.has(lower) ? true : FALSE_WORDS.has(lower) ? false : undefined;
}
