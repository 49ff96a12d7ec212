/** What the service manager of this machine says of units, asked in one go. */
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import type { UnitFacts } from '../../shared/systemd/service-status.ts';
import { isUnitName } from '../../shared/systemd/unit-name.ts';
import { PLAIN_ENVIRONMENT, runProgram } from '../node/run-program.ts';
import { findProgram } from './systemd-version.ts';

const TIMEOUT_MS = 10_000;
/** A unit takes about 700 bytes. */
const MOST_BYTES = 8 * 1024 * 1024;
/** More units by name than are asked for: what systemd has not loaded it has to read from the disk. */
export const MOST_UNITS = 1000;
/** Conditions are asked for by unit, where one was not met; there are seldom any. */
const MOST_CONDITIONS = 20;

const PROPERTIES = [
  'Id,Names,LoadState,ActiveState,SubState,FragmentPath,Result,MainPID,ExecMainCode,ExecMainStatus,StateChangeTimestamp',
  'InactiveExitTimestampMonotonic,ConditionResult,ConditionTimestampMonotonic,AssertResult,AssertTimestampMonotonic',
  'WantedBy,RequiredBy,UpheldBy,TriggeredBy,NeedDaemonReload',
].join(',');
/** All of these that the manager has loaded and that run, wait or failed. */
const LOADED = ['*.service', '*.socket', '*.timer', '*.path', '*.target'];
const STATES = 'active,reloading,activating,deactivating,refreshing,failed';

/** siginfo's si_code of a child that ended (waitid(2)), as ExecMainCode= has it. */
const CLD_EXITED = 1;
const CLD_KILLED = 2;
const CLD_DUMPED = 3;
const SIGNALS = new Map(Object.entries(constants.signals).map(([name, number]) => [number as number, name]));

export interface AnsweredUnits {
  /** By each of its names. */
  readonly units: ReadonlyMap<string, UnitFacts>;
}

/**
 * Of units by name, and of every other one that runs or failed: they may have lost their files.
 *
 * @param names those that are asked for whatever their state is; beyond `MOST_UNITS` they are passed over
 * @returns null where the manager does not answer
 */
export async function readUnitFacts(names: readonly string[]): Promise<AnsweredUnits | null> {
  const program = findProgram('systemctl');
  if (program === null) return null;
  const asked = [...new Set(names)].filter(isUnitName).slice(0, MOST_UNITS);
  const args = ['--no-pager', 'show', '--timestamp=unix', `--property=${PROPERTIES}`, `--state=${STATES}`];
  const running = { timeoutMs: TIMEOUT_MS, mostBytes: MOST_BYTES, env: PLAIN_ENVIRONMENT };
  const { stdout, broken } = await runProgram(program, [...args, '--', ...asked, ...LOADED], running);
  // A unit that systemd cannot tell of makes it end with an error, and the others are there all the same.
  if (broken !== null || stdout === '') return null;
  const parsed = parseUnits(stdout);
  const units = new Map<string, UnitFacts>();
  const conditions = await unmetConditions(parsed.filter(isUnmet));
  const active = new Set(parsed.flatMap(({ Id, ActiveState }) => (ActiveState === 'active' ? (Id ?? []) : [])));
  const seen = { active, conditions, isThere: existsSync };
  for (const fields of parsed) {
    const facts = factsFrom(fields, seen);
    for (const name of [fields['Id'] ?? '', ...wordsOf(fields['Names'])]) units.set(name, facts);
  }
  return { units };
}

type Fields = Readonly<Record<string, string | undefined>>;

/** What `systemctl show` prints: blocks of `Key=Value` with an empty line between them. */
export function parseUnits(text: string): Fields[] {
  return text
    .split('\n\n')
    .map((block) => {
      const fields: Record<string, string> = Object.create(null);
      for (const line of block.split('\n')) {
        const at = line.indexOf('=');
        if (at > 0) fields[line.slice(0, at)] = line.slice(at + 1);
      }
      return fields;
    })
    .filter((fields) => fields['Id'] !== undefined);
}

/** What is known beside the block of a unit. */
interface Seen {
  /** Names of units that are active. */
  readonly active: ReadonlySet<string>;
  /** Conditions that were not met, by unit. */
  readonly conditions: ReadonlyMap<string, readonly string[]>;
  /** Whether a unit file is there. */
  isThere(path: string): boolean;
}

export function factsFrom(fields: Fields, { active, conditions, isThere }: Seen): UnitFacts {
  const name = fields['Id'] ?? '';
  const path = fields['FragmentPath'] ?? '';
  const pid = Number(fields['MainPID'] ?? 0);
  const askers = [...new Set(['WantedBy', 'RequiredBy', 'UpheldBy'].flatMap((key) => wordsOf(fields[key])))];
  return {
    name,
    load: fields['LoadState'] ?? '',
    active: fields['ActiveState'] ?? '',
    sub: fields['SubState'] ?? '',
    result: fields['Result'] ?? '',
    hasFile: path === '' ? null : isThere(path),
    exit: exitOf(Number(fields['ExecMainCode'] ?? 0), Number(fields['ExecMainStatus'] ?? 0)),
    pid: pid > 0 ? pid : null,
    hasRun: Number(fields['InactiveExitTimestampMonotonic'] ?? 0) > 0,
    changedAt: timeOf(fields['StateChangeTimestamp']),
    unmet: unmetOf(fields, conditions.get(name) ?? []),
    askers: askers.map((one) => ({ name: one, isActive: active.has(one) })),
    triggers: wordsOf(fields['TriggeredBy']),
    needsReload: fields['NeedDaemonReload'] === 'yes',
  };
}

const wordsOf = (text = ''): string[] => text.split(' ').filter((word) => word !== '');

/** `@SECONDS`, as `--timestamp=unix` prints it; empty for what never was. */
function timeOf(text = ''): number | null {
  const seconds = Number(text.slice(1));
  return text.startsWith('@') && seconds > 0 ? seconds * 1000 : null;
}

function exitOf(code: number, status: number): UnitFacts['exit'] {
  if (code === CLD_EXITED) return { status };
  if (code !== CLD_KILLED && code !== CLD_DUMPED) return null;
  return { signal: SIGNALS.get(status) ?? String(status), dumped: code === CLD_DUMPED };
}

/** The result is `no` for those that nobody tried to start as well. */
const wasChecked = (fields: Fields, what: 'Condition' | 'Assert') =>
  Number(fields[`${what}TimestampMonotonic`] ?? 0) > 0;

/** Whether a condition was not met when it was asked for last. */
export const isUnmet = (fields: Fields): boolean =>
  wasChecked(fields, 'Condition') && fields['ConditionResult'] === 'no';

function unmetOf(fields: Fields, names: readonly string[]): UnitFacts['unmet'] {
  if (isUnmet(fields)) return { kind: 'condition', names };
  // What fails a condition is not asked for its assertions.
  if (wasChecked(fields, 'Assert') && fields['AssertResult'] === 'no') return { kind: 'assertion', names: [] };
  return null;
}

/** Which conditions were not met, by unit, as they stand in the unit file. `systemctl show` prints them for nobody. */
export async function unmetConditions(units: readonly Fields[]): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  const program = findProgram('busctl');
  if (program === null) return found;
  for (const { Id: name = '' } of units.slice(0, MOST_CONDITIONS)) {
    const of = ['org.freedesktop.systemd1', objectPath(name), 'org.freedesktop.systemd1.Unit', 'Conditions'];
    const { stdout } = await runProgram(program, ['--json=short', 'get-property', ...of], { timeoutMs: TIMEOUT_MS });
    found.set(name, namesOfUnmet(stdout));
  }
  return found;
}

/** Of org.freedesktop.systemd1(5): type, whether it is one of several of which one is enough, negated, value, how it came out. */
export function namesOfUnmet(json: string): string[] {
  try {
    const { data } = JSON.parse(json) as { data: readonly (readonly unknown[])[] };
    return data
      .filter(([, , , , state]) => typeof state === 'number' && state < 0)
      .map(
        ([type, trigger, negated, value]) =>
          `${type}=${trigger === true ? '|' : ''}${negated === true ? '!' : ''}${value}`,
      );
  } catch {
    return [];
  }
}

/** As sd_bus_path_encode(3) makes it. */
function objectPath(unit: string): string {
  const encoded = unit.replace(/^[0-9]|[^A-Za-z0-9]/g, (one) => `_${one.charCodeAt(0).toString(16).padStart(2, '0')}`);
  return `/org/freedesktop/systemd1/unit/${encoded}`;
}
