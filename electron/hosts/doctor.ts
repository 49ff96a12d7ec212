/** Everything that is wrong with a host and with what is on it: the rules stand in shared/diagnosis, here is gathered what they ask for. */
import { missingLibrary } from '../../shared/diagnosis/content/missing-library.ts';
import { notStarted } from '../../shared/diagnosis/content/not-started.ts';
import { diagnoseHost } from '../../shared/diagnosis/diagnose-host.ts';
import { doesNotFit } from '../../shared/diagnosis/does-not-fit.ts';
import { inExtension } from '../../shared/diagnosis/in-extension.ts';
import { aboutPortable } from '../../shared/diagnosis/portable/facts.ts';
import { diagnoseServices } from '../../shared/diagnosis/services/diagnose-services.ts';
import { diagnoseState } from '../../shared/diagnosis/state/diagnose-state.ts';
import { diagnoseUpdate, diagnoseUpdates } from '../../shared/diagnosis/updates/diagnose-updates.ts';
import type { Proofs } from '../../shared/doctor/items.ts';
import type { Asked } from '../../shared/doctor/passed.ts';
import type { Diagnosis } from '../../shared/model/diagnosis.ts';
import type { DoctorReport } from '../../shared/model/doctor.ts';
import type { HistoryEntry } from '../../shared/model/history.ts';
import type { Portables } from '../../shared/model/portable.ts';
import type { HostFailure, Snapshot } from '../../shared/model/snapshot.ts';
import type { UpdateState } from '../../shared/model/update.ts';
import { CLASSES, type ExtensionClass } from '../../shared/systemd/classes.ts';
import type { LocalReader } from '../extensions/local-reader.ts';
import type { LookedThrough } from '../extensions/look-through.ts';
import type { System, Target } from '../extensions/system.ts';
import { readNeverStarted } from '../host/services.ts';
import type { JobHandle } from '../jobs/order.ts';
import type { Executor } from '../operations/executors/executor.ts';
import { readLacks } from './details.ts';
import { createKept } from './kept-looks.ts';
import { readPlaces } from './places.ts';
import type { HostServices } from './services.ts';
import { readState } from './state.ts';

/** What was found of a host, and of what nothing could be. */
export interface HostLook {
  readonly found: readonly Diagnosis[];
  readonly unread: DoctorReport['unread'];
  readonly failures: readonly HostFailure[];
  readonly places: NonNullable<Proofs['places']>;
  readonly asked: Omit<Asked, 'remotes'>;
}

type Handle = Pick<JobHandle, 'signal' | 'tell'>;

interface Looked {
  readonly target: Target;
  readonly system: System;
  readonly snapshot: Snapshot;
  readonly reader: LocalReader;
  readonly executor: Pick<Executor, 'kind'>;
  readonly services: Pick<HostServices, 'read'>;
  /** What is known to be new; no server is asked for it. */
  readonly updates: UpdateState;
  /** What was changed on it, newest first. */
  readonly history: readonly HistoryEntry[];
}

export async function lookOverHost(looked: Looked, handle: Handle): Promise<HostLook> {
  const { target, system, snapshot, executor, updates, history } = looked;
  const { extensions, failures } = snapshot;
  const inside = await lookInside(looked, handle);
  const dangers: Diagnosis[] = [];
  let merges = 0;
  for (const extensionClass of CLASSES) {
    const names = namesOfMerge(system, extensionClass);
    merges += names.length;
    handle.signal.throwIfAborted();
    if (names.length > 0)
      dangers.push(...(await looked.reader.dangers(target, system, extensionClass, names, null, [])));
  }
  const report = await looked.services.read();
  const portables = await looked.reader.portables(target);
  const state = await readState(target, system, history);
  const found = [
    ...diagnoseHost(snapshot),
    ...doesNotFit.find(snapshot),
    ...(await readLacks(target, system, executor)),
    ...diagnoseState(state),
    ...extensions.flatMap(({ warnings }) => warnings),
    ...inside.found,
    ...dangers,
    ...diagnoseServices(report.services),
    ...portables.findings,
    ...updates.items.flatMap(diagnoseUpdate),
    ...diagnoseUpdates(updates),
  ];
  return {
    found,
    places: await readPlaces(looked, state.services, found, handle.signal),
    unread: [...inside.unread, ...unreadIn(portables)],
    failures,
    asked: {
      boot: target.root === '/' && target.isSandbox !== true,
      start: state.services.length > 0,
      otherOs: state.otherOs !== null,
      extensions: extensions.length,
      merges,
      inside: inside.count,
      services: report.problem === null ? report.services.length : null,
      updates: updates.items.length,
      portables: portables.images.length,
    },
  };
}

const unreadIn = ({ images }: Portables): DoctorReport['unread'] =>
  images.flatMap(({ name, problem }) => (problem === null ? [] : [{ subject: aboutPortable(name), problem }]));

/** What a merge of the class holds or would hold. */
function namesOfMerge({ extensions }: System, extensionClass: ExtensionClass): string[] {
  const mine = extensions.filter(
    (one) =>
      one.class === extensionClass && !one.masks && (one.merged || (one.listed && one.verdict.compatible === true)),
  );
  return [...new Set(mine.map(({ name }) => name))];
}

/** Units that the service manager is asked for. */
const MOST_UNITS = 1000;
/** How many extensions are asked for with one message. */
const ASKED_AT_ONCE = 100;

/** What is found inside of each extension that systemd lists. */
async function lookInside({ target, system, reader }: Looked, { signal, tell }: Handle) {
  const listed = system.extensions.filter(({ listed, masks }) => listed && !masks);
  const looked: LookedThrough[] = [];
  const kept = createKept();
  while (looked.length < listed.length) {
    const next = listed.slice(looked.length, looked.length + ASKED_AT_ONCE).map(({ id }) => id);
    looked.push(...(await reader.lookThrough(target, system, next, signal)).map(kept.take));
    tell({ progress: looked.length / listed.length }, 'soon');
  }
  const all = listed.flatMap((extension, at) => {
    const inside = looked[at];
    return inside === undefined ? [] : [{ ...extension, ...inside }];
  });
  const units = all.flatMap(({ wanted }) => wanted.map(({ unit }) => unit));
  const never = target.root === '/' ? await readNeverStarted(units.slice(0, MOST_UNITS)) : [];
  const libraries = { sysext: librariesIn(all, 'sysext'), confext: librariesIn(all, 'confext') };
  return {
    count: all.filter(({ problem }) => problem === null).length,
    found: all.flatMap((one) => [
      ...one.found,
      ...(kept.knowsLibraries() ? missingLibrary.find({ ...one, otherLibraries: libraries[one.class] }) : []),
      ...notStarted.find({ ...one, neverStarted: one.wanted.filter(({ unit }) => never.includes(unit)) }),
    ]),
    unread: all.flatMap((one) => (one.problem === null ? [] : [{ subject: inExtension(one), problem: one.problem }])),
  };
}

type Inside = Pick<LookedThrough, 'libraries'> & Pick<System['extensions'][number], 'class' | 'merged' | 'verdict'>;

/** File names of libraries in all of a class that is merged together; what an extension lacks is none of its own. */
function librariesIn(all: readonly Inside[], extensionClass: ExtensionClass): ReadonlySet<string> {
  const together = all.filter((one) => one.class === extensionClass && (one.merged || one.verdict.compatible === true));
  return new Set(together.flatMap(({ libraries }) => libraries));
}
