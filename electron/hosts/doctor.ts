/** Everything that is wrong with a host and with what is on it: the rules stand in shared/diagnosis, here is gathered what they ask for. */
import { diagnoseHost } from '../../shared/diagnosis/diagnose-host.ts';
import { diagnoseState } from '../../shared/diagnosis/state/diagnose-state.ts';
import { diagnoseUpdate, diagnoseUpdates } from '../../shared/diagnosis/updates/diagnose-updates.ts';
import type { Asked } from '../../shared/doctor/passed.ts';
import type { Diagnosis } from '../../shared/model/diagnosis.ts';
import type { DoctorReport } from '../../shared/model/doctor.ts';
import type { HistoryEntry } from '../../shared/model/history.ts';
import type { HostFailure, Snapshot } from '../../shared/model/snapshot.ts';
import type { UpdateState } from '../../shared/model/update.ts';
import { CLASSES, type ExtensionClass } from '../../shared/systemd/classes.ts';
import type { LocalReader } from '../extensions/local-reader.ts';
import type { System, Target } from '../extensions/system.ts';
import type { JobHandle } from '../jobs/order.ts';
import type { Executor } from '../operations/executors/executor.ts';
import { readLacks } from './details.ts';
import type { HostServices } from './services.ts';
import { readState } from './state.ts';

/** What was found of a host, and of what nothing could be. */
export interface HostLook {
  readonly found: readonly Diagnosis[];
  readonly unread: DoctorReport['unread'];
  readonly failures: readonly HostFailure[];
  readonly services: number | null;
  readonly asked: Omit<Asked, 'remotes'>;
}

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

export async function lookOverHost(looked: Looked, { signal }: Pick<JobHandle, 'signal' | 'tell'>): Promise<HostLook> {
  const { target, system, snapshot, executor, updates, history } = looked;
  const { extensions, failures } = snapshot;
  const dangers: Diagnosis[] = [];
  let merges = 0;
  for (const extensionClass of CLASSES) {
    const names = namesOfMerge(system, extensionClass);
    merges += names.length;
    signal.throwIfAborted();
    if (names.length > 0)
      dangers.push(...(await looked.reader.dangers(target, system, extensionClass, names, null, [])));
  }
  const report = await looked.services.read();
  const state = await readState(target, system, history);
  return {
    found: [
      ...diagnoseHost(snapshot),
      ...(await readLacks(target, system, executor)),
      ...diagnoseState(state),
      ...extensions.flatMap(({ warnings }) => warnings),
      ...dangers,
      ...updates.items.flatMap(diagnoseUpdate),
      ...diagnoseUpdates(updates),
    ],
    unread: [],
    failures,
    services: report.problem === null ? report.services.length : null,
    asked: {
      boot: target.root === '/' && target.isSandbox !== true,
      start: state.services.length > 0,
      otherOs: state.otherOs !== null,
      extensions: extensions.length,
      merges,
      inside: 0,
      updates: updates.items.length,
    },
  };
}

/** What a merge of the class holds or would hold. */
function namesOfMerge({ extensions }: System, extensionClass: ExtensionClass): string[] {
  const mine = extensions.filter(
    (one) =>
      one.class === extensionClass && !one.masks && (one.merged || (one.listed && one.verdict.compatible === true)),
  );
  return [...new Set(mine.map(({ name }) => name))];
}
