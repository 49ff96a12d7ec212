/** What the service manager of this machine says of the services that merge at boot, and of the mounts that extensions stand on. */
import type { LaterMount, MergeService } from '../../shared/diagnosis/state/facts.ts';
import type { ExtensionClass } from '../../shared/systemd/classes.ts';
import { PLAIN_ENVIRONMENT, runProgram } from '../node/run-program.ts';
import { isBooted } from './services.ts';
import { findProgram } from './systemd-version.ts';
import { factsFrom, isUnmet, parseUnits, unmetConditions } from './unit-facts.ts';
import { readUnitLog } from './unit-log.ts';

const TIMEOUT_MS = 10_000;
const PROPERTIES = [
  'Id,LoadState,ActiveState,Where,FragmentPath,DropInPaths,TriggeredBy,Before,After,WantedBy,RequiredBy',
  'ActiveEnterTimestampMonotonic,ConditionResult,ConditionTimestampMonotonic',
].join(',');
/** A start of the machine comes to it once both services have run, and it stays active (their Before=). */
const START = 'sysinit.target';
const LOCAL = 'local-fs.target';
/** What waits for the network is ordered after this (systemd.mount(5)). */
const NETWORK = ['remote-fs-pre.target', 'network-online.target', 'network.target'];
/** More mounts than anybody keeps extensions on. */
const MOST_MOUNTS = 64;
/** The lines of the journal that are looked at for a reason. */
const MOST_LINES = 10;

type Fields = Readonly<Record<string, string | undefined>>;

export interface MergeUnits {
  readonly services: readonly MergeService[];
  /** By where they are mounted. */
  readonly later: ReadonlyMap<string, LaterMount>;
}

/**
 * @param mountPoints of this machine
 * @returns null where no service manager answers
 */
export async function readMergeUnits(
  classes: readonly ExtensionClass[],
  mountPoints: readonly string[],
): Promise<MergeUnits | null> {
  const program = findProgram('systemctl');
  if (program === null || !isBooted()) return null;
  const units = [START, ...classes.map(serviceOf)];
  // systemctl itself makes the name of a mount unit of a path.
  const args = ['--no-pager', 'show', `--property=${PROPERTIES}`, '--', ...units, ...mountPoints.slice(0, MOST_MOUNTS)];
  const { stdout, broken } = await runProgram(program, args, { timeoutMs: TIMEOUT_MS, env: PLAIN_ENVIRONMENT });
  if (broken !== null || stdout === '') return null;
  const parsed = parseUnits(stdout);
  const conditions = await unmetConditions(parsed.filter((one) => units.includes(one['Id'] ?? '') && isUnmet(one)));
  const services = await Promise.all(
    classes.map(async (one) => {
      const service = serviceFrom(parsed, one, conditions);
      return service.failed ? { ...service, said: await lastWords(service.unit) } : service;
    }),
  );
  return { services, later: laterMountsIn(parsed, classes) };
}

const serviceOf = (extensionClass: ExtensionClass): string => `systemd-${extensionClass}.service`;

/** What the service itself wrote, not what systemd wrote of it. */
async function lastWords(unit: string): Promise<string[]> {
  const { lines } = await readUnitLog(unit);
  return lines
    .filter(({ who }) => who !== 'systemd')
    .slice(-MOST_LINES)
    .map(({ text }) => text);
}

function serviceFrom(
  parsed: readonly Fields[],
  extensionClass: ExtensionClass,
  conditions: ReadonlyMap<string, readonly string[]>,
): MergeService {
  const unit = serviceOf(extensionClass);
  const fields = parsed.find(({ Id: id }) => id === unit);
  const facts = factsFrom(fields ?? {}, { active: new Set(), conditions, isThere: () => true });
  return {
    class: extensionClass,
    unit,
    failed: facts.active === 'failed',
    said: [],
    files: [...wordsOf(fields?.['FragmentPath']), ...wordsOf(fields?.['DropInPaths'])],
    unmet: facts.unmet?.kind === 'condition' ? facts.unmet.names : [],
  };
}

/**
 * What came in this boot after the merge of its start, by when units were active. What is ordered before it is none of them:
 * somebody mounted it once more.
 */
export function laterMountsIn(
  parsed: readonly Fields[],
  classes: readonly ExtensionClass[],
): ReadonlyMap<string, LaterMount> {
  const started = Number(parsed.find(({ Id: id }) => id === START)?.['ActiveEnterTimestampMonotonic'] ?? 0);
  const before = new Set([LOCAL, ...classes.map(serviceOf)]);
  const later = new Map<string, LaterMount>();
  for (const fields of parsed) {
    const { Id: id = '', Where: mountPoint = '', FragmentPath: file = '' } = fields;
    const at = Number(fields['ActiveEnterTimestampMonotonic'] ?? 0);
    if (!id.endsWith('.mount') || fields['ActiveState'] !== 'active' || started === 0 || at <= started) continue;
    // What an automount brings is there as soon as anybody looks.
    if (wordsOf(fields['TriggeredBy']).length > 0) continue;
    const isAsked = [...wordsOf(fields['WantedBy']), ...wordsOf(fields['RequiredBy'])].some((one) => before.has(one));
    if (isAsked && wordsOf(fields['Before']).some((one) => before.has(one))) continue;
    const needsNetwork = wordsOf(fields['After']).some((one) => NETWORK.includes(one));
    later.set(mountPoint, { mountPoint, by: needsNetwork ? 'network' : file === '' ? 'hand' : 'unit' });
  }
  return later;
}

const wordsOf = (text = ''): string[] => text.split(' ').filter((word) => word !== '');
