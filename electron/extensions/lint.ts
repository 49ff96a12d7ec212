/** Looks an image or folder over before anybody installs it: by itself, or for a host. */
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { diagnoseLint } from '../../shared/diagnosis/lint/diagnose-lint.ts';
import type { Mend } from '../../shared/diagnosis/mend/mend.ts';
import { mendsOf } from '../../shared/diagnosis/mend/mends-of.ts';
import { worstFirst } from '../../shared/diagnosis/worst-first.ts';
import { messageOf } from '../../shared/messages/message.ts';
import type { Diagnosis } from '../../shared/model/diagnosis.ts';
import type { ExtensionClass } from '../../shared/systemd/classes.ts';
import { ImageError } from '../images/tree.ts';
import { readBase } from './dangers/base.ts';
import { readFindings } from './findings.ts';
import { type IdentifiedFile, identifyFile } from './identify-file.ts';
import { inspectPath } from './inspect.ts';
import { asExtension, type Inspection } from './inspection.ts';
import { seesBase } from './layers.ts';
import { type LintAsked, readLintFacts, someBase } from './lint-facts.ts';
import type { Content } from './reading.ts';
import { readSystem, type System, type Target } from './system.ts';
import { mergeFor, ownMounts } from './target.ts';

/** Versions of systemd whose rules differ, and that are in use. */
const VERSIONS = [252, 257, 262] as const;
const CONFEXT_SINCE = 254;

/** What only a host decides: without one, nothing is said of it. */
const OF_HOST: ReadonlySet<string> = new Set([
  'missing-library',
  'base-unknown',
  'kernel-format',
  'mounts-below',
  'not-started',
  'etc-read-only',
  'unlabelled',
  'mislabelled',
  'cache-missing',
]);

export interface Linted {
  readonly path: string;
  readonly class: ExtensionClass;
  /** That systemd has to know it by. */
  readonly name: string;
  /** The fields of its release file; none where it has no such. */
  readonly release: Readonly<Record<string, string>>;
  /** The worst first. */
  readonly findings: readonly Diagnosis[];
  /** What could not be looked at; null where all was. */
  readonly problem: Diagnosis['reason'];
  /** What of it can be mended in place, in order: of a folder alone. */
  readonly mends: readonly Mend[];
}

/**
 * @param path of an image or folder
 * @param target the host that it is for; null for none
 * @throws {VeneerError} `not-found`, `not-authorized`, `invalid-input`
 */
export async function lintFile(
  path: string,
  wishes: { readonly class: ExtensionClass | null; readonly name: string | null },
  target: Target | null,
): Promise<Linted> {
  const kind = isFolder(path) ? 'folder' : 'image';
  const first = target === null ? null : await readSystem(target, null);
  const scratch = mkdtempSync(join(tmpdir(), 'veneer-lint-'));
  try {
    const meant = first ?? (await readSystem(hostFor(scratch, {}, 262), null));
    const identified = await identifyFile({ hostPath: path, kind }, wishes, meant.release);
    if (target !== null && first !== null) return await lintOn({ hostPath: path, kind }, identified, target, first);
    return await lintAlone({ hostPath: path, kind }, identified, scratch);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;

async function lintOn(content: Content, file: IdentifiedFile, target: Target, system: System): Promise<Linted> {
  const inspection = await inspectPath(content.hostPath, file.class, mergeFor(system, file.class), file.name);
  const { findings, problem } = await readFindings(target, system, asExtension(inspection));
  const base = readBase(target, seesBase(target, system.hierarchies, file.class) ? [] : [null]);
  const host = { root: target.root, fields: system.release.fields };
  const linted = { ...whatOf(content, file, inspection), findings: [...ofVerdict(inspection), ...findings], problem };
  return withLint(linted, { content, reading: system.release, base, host });
}

/** Adds what is said only before an installation, and what can be mended. */
async function withLint(linted: Omit<Linted, 'mends'>, asked: LintAsked): Promise<Linted> {
  try {
    const { lint, mend } = await readLintFacts(linted, asked);
    const findings = worstFirst([...linted.findings, ...diagnoseLint(lint)]);
    return { ...linted, findings, mends: asked.content.kind === 'folder' ? mendsOf(findings, mend) : [] };
  } catch (error) {
    if (!(error instanceof ImageError) && (error as NodeJS.ErrnoException).code === undefined) throw error;
    // That it cannot be looked through is said by the findings.
    return { ...linted, mends: [] };
  }
}

/** By the rules of each systemd, for the host that its own release file asks for. */
async function lintAlone(content: Content, file: IdentifiedFile, scratch: string): Promise<Linted> {
  const { hostPath: path } = content;
  const base = someBase(content.kind === 'folder' ? statSync(path) : null);
  const versions = VERSIONS.filter((version) => file.class === 'sysext' || version >= CONFEXT_SINCE);
  const found = new Map<string, Diagnosis>();
  const stops = new Map<string, { readonly one: Diagnosis; readonly versions: number[] }>();
  let problem: Diagnosis['reason'] = null;
  let last: { readonly inspection: Inspection; readonly system: System } | null = null;
  for (const version of versions) {
    const asked = await inspectFor(path, file, hostFor(scratch, {}, version), null);
    const target = hostFor(scratch, asked.inspection.release ?? {}, version);
    const { inspection, system } = await inspectFor(path, file, target, asked.inspection.release);
    for (const one of ofVerdict(inspection)) {
      const key = `${one.id} ${one.reason?.text ?? ''}`;
      const known = stops.get(key) ?? { one, versions: [] };
      stops.set(key, { one, versions: [...known.versions, version] });
    }
    last = { inspection, system };
    // What it holds is the same to each.
    if (version !== versions.at(-1)) continue;
    const { findings, problem: unread } = await readFindings(target, system, asExtension(inspection), null, base);
    for (const one of findings) if (!OF_HOST.has(one.id)) found.set(JSON.stringify(one), one);
    problem = unread;
  }
  const verdicts = [...stops.values()].map(({ one, versions: some }) =>
    some.length === versions.length
      ? one
      : { ...one, message: messageOf('extension.on-systemd', { versions: some.join(', '), what: one.message }) },
  );
  const findings = [...verdicts, ...found.values()];
  if (last === null) return { ...whatOf(content, file, { release: null }), findings, problem, mends: [] };
  const linted = { ...whatOf(content, file, last.inspection), findings, problem };
  return withLint(linted, { content, reading: last.system.release, base, host: null });
}

async function inspectFor(
  path: string,
  file: IdentifiedFile,
  target: Target,
  release: Inspection['release'],
): Promise<{ readonly inspection: Inspection; readonly system: System }> {
  const read = await readSystem(target, null);
  const architecture = release?.['ARCHITECTURE'] ?? read.release.architecture;
  const host = { ...read.release, architecture };
  const system = { ...read, release: host };
  const inspection = await inspectPath(path, file.class, { ...mergeFor(read, file.class), host }, file.name);
  return { inspection, system };
}

/** A host as a release file asks for it, and nothing on it. */
function hostFor(scratch: string, release: Readonly<Record<string, string>>, asSystemd: number): Target {
  const { ID: id = 'linux', VERSION_ID: version, SYSEXT_LEVEL: sysext, CONFEXT_LEVEL: confext } = release;
  const fields = {
    ID: id === '_any' ? 'linux' : id,
    VERSION_ID: version,
    SYSEXT_LEVEL: sysext,
    CONFEXT_LEVEL: confext,
  };
  mkdirSync(join(scratch, 'usr/lib'), { recursive: true });
  const lines = Object.entries(fields).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${quoted(value)}\n`],
  );
  writeFileSync(join(scratch, 'usr/lib/os-release'), lines.join(''));
  if (id === 'flatcar') {
    // What its base has, and what targets want is started by it.
    mkdirSync(join(scratch, 'usr/lib/systemd/system'), { recursive: true });
    writeFileSync(join(scratch, 'usr/lib/systemd/system/ensure-sysext.service'), '');
  }
  return { root: scratch, asSystemd, mounts: ownMounts(scratch) };
}

/** As os-release(5) has values: within double quotes, with what acts there behind a backslash. */
const quoted = (value: string): string => `"${value.replaceAll(/[\\"$`]/g, '\\$&')}"`;

function whatOf(
  { hostPath: path }: Content,
  { class: extensionClass, name }: IdentifiedFile,
  { release }: Pick<Inspection, 'release'>,
) {
  return { path, class: extensionClass, name, release: release ?? {} };
}

/** That every merge fails with it, or that no host takes it in. */
function ofVerdict({ blocksMergeBecause, verdict, class: extensionClass, path }: Inspection): Diagnosis[] {
  const common = {
    subject: { kind: 'entry', class: extensionClass, path } as const,
    nextStep: null,
    fix: null,
    source: 'systemd-sysext(8), and merges of 252, 257 and 262 that were recorded',
  };
  if (blocksMergeBecause !== null) {
    const message = messageOf('extension.every-merge-fails-while-it-is');
    return [{ ...common, id: 'blocks-merge', severity: 'danger', message, reason: blocksMergeBecause }];
  }
  if (verdict.compatible !== false) return [];
  const message = messageOf('extension.no-merge-takes-it-in');
  return [{ ...common, id: 'does-not-fit', severity: 'warning', message, reason: verdict.message }];
}
