/** One managed machine, tree or sandbox, with its own reading and watch, plans, changes, updates and history. */

import { basename } from 'node:path';
import { keepStep } from '../../shared/changes/keep.ts';
import { questionsFor } from '../../shared/changes/questions.ts';
import { staysAfterRestart } from '../../shared/diagnosis/plan/stays-after-restart.ts';
import { foreignText, messageOf } from '../../shared/messages/message.ts';
import type { Change } from '../../shared/model/change.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import type { HostDetails } from '../../shared/model/host-details.ts';
import type { Examined, ExamineRequest, InspectedImage } from '../../shared/model/inspected-image.ts';
import type { Operation } from '../../shared/model/operation.ts';
import type { Plan, PlanRequest } from '../../shared/model/plan.ts';
import type { Feature, UpdateState } from '../../shared/model/update.ts';
import type { WhatIf, WhatIfRequest } from '../../shared/model/what-if.ts';
import type { ExtensionClass } from '../../shared/systemd/classes.ts';
import type { HostRelease } from '../../shared/systemd/compatibility.ts';
import type { LocalReader } from '../extensions/local-reader.ts';
import type { System, Target } from '../extensions/system.ts';
import { readHostFacts } from '../host/facts.ts';
import { readMounts } from '../host/mounts.ts';
import type { JobRunner } from '../jobs/job-runner.ts';
import type { JobHandle } from '../jobs/order.ts';
import { asksToKeep } from '../operations/asks-to-keep.ts';
import { createOperations, type Operations } from '../operations/carry-out.ts';
import type { ServedFiles } from '../operations/file-steps.ts';
import { type History, historyEntry } from '../operations/history.ts';
import { impactOf } from '../operations/impact.ts';
import { examineFile } from '../operations/inspected-image.ts';
import { lookInto } from '../operations/look-into.ts';
import { makePlan } from '../operations/plan.ts';
import { releaseName } from '../operations/release-name.ts';
import type { TemporaryImages } from '../operations/temporary-images.ts';
import { undoOf } from '../operations/undo.ts';
import { currentVersion, rollbackChange } from '../operations/versions.ts';
import { featuresIn } from '../updates/features.ts';
import type { Updates } from '../updates/updates.ts';
import { readHostDetails } from './details.ts';
import { type HostLook, lookOverHost } from './doctor.ts';
import { createHostHistory, type HostHistory } from './host-history.ts';
import { createInside, type Inside } from './inside.ts';
import { createKeptReading, type KeptReading } from './kept-reading.ts';
import type { ManagedTarget } from './managed-target.ts';
import { planOn } from './planning.ts';
import { createHostPortables, type HostPortables } from './portables.ts';
import { createHostServices, type HostServices } from './services.ts';
import { whatIf } from './what-if.ts';

export interface Host extends Inside, Pick<KeptReading, 'reload' | 'watch' | 'warmUp' | 'hold'>, HostHistory {
  /** See shared/model/hosts.ts. */
  readonly id: string;
  /** As `ManagedTarget` has it. */
  readonly target: Target;
  /** Parses what is on it. */
  readonly reader: LocalReader;
  /** Everything long, on this host and elsewhere. */
  readonly jobs: JobRunner;
  readonly operations: Operations;
  /** What is newer than what is installed on it. */
  readonly updates: Updates;
  /** How the services of its extensions do. */
  readonly services: HostServices;
  /** Its portable services. */
  readonly portables: HostPortables;
  /** The host as it was read last, where nothing is known to have changed since; else it is read now. */
  read(): Promise<System>;
  /** What extensions are judged against. */
  release(): HostRelease;
  /** Layers with what they override, and what happens at boot. */
  details(signal: AbortSignal | null): Promise<HostDetails>;
  /** What is wrong with it; see `lookOverHost`. @param updates as they are known */
  lookOver(updates: UpdateState, handle: JobHandle): Promise<HostLook>;
  whatIf(request: WhatIfRequest): Promise<WhatIf[]>;
  /** Looks at a file or folder that is to be installed, and at what that would mean. */
  examine(request: ExamineRequest, signal: AbortSignal | null): Promise<Examined>;
  /** The same without what it would mean. */
  inspect(request: ExamineRequest, signal: AbortSignal | null): Promise<InspectedImage>;
  /** The change that makes another stored version current; see `rollbackChange`. */
  changeBack(extensionClass: ExtensionClass, name: string, version: string | null): Promise<Change>;
  /** The version of a name that counts; null where none does, or nothing tells it. */
  versionInUse(extensionClass: ExtensionClass, name: string): Promise<string | null>;
  /** The optional features of what systemd-sysupdate keeps current. */
  features(): Promise<Feature[]>;
  plan(request: PlanRequest): Promise<Plan>;
  /**
   * @param asks whether somebody is there to be asked whether it is kept, where the plan says so
   * @throws {VeneerError} `stale-plan` where the host changed since the plan was made
   */
  apply(request: PlanRequest, revision: string, asks?: boolean): Promise<Operation>;
  /**
   * Answers an operation that goes back by itself.
   * @param keeps else it goes back at once
   * @throws {VeneerError} `not-found` where nothing is asked any more
   */
  decide(id: string, keeps: boolean): Promise<Operation>;
  /** Ends what runs beside us; a merge in a sandbox ends with it. */
  close(): void;
}

/** What a host uses of the person's session. */
interface HostOptions {
  readonly id: string;
  readonly managed: ManagedTarget;
  readonly reader: LocalReader;
  readonly jobs: JobRunner;
  readonly updates: Updates;
  readonly history: History;
  /** Images that wait until they are installed. */
  readonly incoming: TemporaryImages;
  /** From where the files of changes were downloaded. */
  servedFiles(changes: readonly Change[]): ServedFiles;
  /** Told of a file that is installed, and not needed any more. */
  onInstalled(path: string): void;
  /** Tells of an error that no call waits for. @param where the part of Veneer */
  complain(where: string, error: unknown): void;
}

export function createHost(options: HostOptions): Host {
  const { id, managed, reader, jobs, updates, history, incoming, complain } = options;
  const operations = createOperations(jobs, id);
  const reading = createKeptReading({
    managed,
    reader,
    isApplying: () => operations.list().some(({ status }) => status === 'running'),
    complain: (error) => complain('host', error),
  });

  const { keep, kept, ...told } = createHostHistory({
    target: managed.target,
    history,
    isApplying: () => operations.list().some(({ status }) => status === 'running'),
    reading,
    complain: (error) => complain('history', error),
  });

  async function planFor(system: System, request: PlanRequest): Promise<Plan> {
    const plan = await planOn(reader, managed.target, system, request, options.servedFiles(request.changes));
    const executor = managed.executor();
    const asks = managed.sandboxNote === null && asksToKeep(system, plan, executor);
    const whole = { ...plan, asksToKeep: asks, questions: questionsFor(plan.steps, executor, asks) };
    return asks
      ? { ...whole, warnings: [...plan.warnings, ...staysAfterRestart.find({ plan: whole, mounts: readMounts() })] }
      : whole;
  }

  const services = createHostServices({
    target: managed.target,
    isSandbox: managed.sandboxNote !== null,
    readHost: reading.current,
    watchHost: reading.watch,
  });

  return {
    id,
    get target() {
      return managed.target;
    },
    reader,
    jobs,
    operations,
    updates,
    services,
    portables: createHostPortables({ managed, reader, watchHost: reading.watch }),
    ...told,
    ...createInside({ id, reader, target: managed.target, jobs, read: reading.current }),
    reload: reading.reload,
    watch: reading.watch,
    warmUp: reading.warmUp,
    hold: reading.hold,
    read: reading.current,
    release: () => reading.peek()?.release ?? readHostFacts(managed.target).release,
    details: async (signal) =>
      readHostDetails(reader, managed.target, await reading.current(), managed.executor(), kept(), signal),
    async lookOver(updates, handle) {
      const { system, snapshot } = await reading.both();
      return lookOverHost(
        {
          target: managed.target,
          system,
          snapshot,
          reader,
          executor: managed.executor(),
          services,
          updates,
          history: kept(),
        },
        handle,
      );
    },
    whatIf: async (request) => whatIf(await reading.current(), request),
    examine({ path, ...wishes }, signal) {
      const examineOne = async ({ signal: stop }: JobHandle) => {
        const system = await reading.current();
        const inspected = await examineFile(reader, path, wishes, system, incoming, stop);
        return { inspected, impact: await impactOf(reader, managed.target, system, inspected, stop) };
      };
      return jobs.join({ kind: 'examine', host: id, title: foreignText(basename(path)), run: examineOne }, signal);
    },
    inspect: async ({ path, ...wishes }, signal) =>
      examineFile(reader, path, wishes, await reading.current(), incoming, signal),
    changeBack: async (extensionClass, name, version) =>
      rollbackChange(await reading.current(), extensionClass, name, version),
    async versionInUse(extensionClass, name) {
      const system = await reading.current();
      const entry = system.extensions.find((one) => one.class === extensionClass && one.name === name && one.listed);
      return currentVersion(system, extensionClass, name)?.stored.version ?? entry?.version ?? null;
    },
    features: async () => featuresIn((await reading.current()).definitions),
    plan: async (request) => planFor(await reading.current(), request),
    async apply(request, revision, asks = false) {
      const before = await reading.renew();
      const planned = await planFor(before, request);
      if (planned.revision !== revision) {
        throw new VeneerError('stale-plan', messageOf('core.system-changed-since-this-was-planned'), {
          nextStep: messageOf('common.look-at-new-plan-and-apply'),
        });
      }
      let after: System | null = null;
      const operation = operations.start({
        plan: planned,
        before,
        replan: async (now, asked) => makePlan(now, asked, await lookInto(reader, managed.target, now, asked.changes)),
        executor: managed.executor(),
        isOnTrial: asks && planned.asksToKeep,
        undo: undoOf(before, planned),
        onBegin(begun) {
          keep(historyEntry(managed.target.root, planned, begun, releaseName(before.facts)), null);
        },
        onEnd(ended) {
          const isUndone = ended.steps.every(({ status }) => status !== 'done' && status !== 'failed');
          keep(
            historyEntry(managed.target.root, planned, ended, releaseName(before.facts)),
            after ?? (isUndone ? before : null),
          );
          // What failed can be tried again with the same files.
          for (const change of ended.status === 'succeeded' ? request.changes : []) {
            if ('image' in change && change.image?.source != null) options.onInstalled(change.image.source);
          }
        },
        async read() {
          if (request.helper !== null) await managed.chooseExecutor();
          after = await reading.renew(true);
          return after;
        },
      });
      operations
        .ended(operation.id)
        .then(reading.catchUp)
        .catch((error: unknown) => complain('host', error));
      return operation;
    },
    async decide(id, keeps) {
      if (operations.get(id).keepUntil === null)
        throw new VeneerError('not-found', messageOf('common.nothing-waits-to-be-kept'));
      try {
        const step = keepStep(keeps);
        await managed.executor().run(step, () => {}, [step]);
      } finally {
        if (!keeps) await reading.renew();
      }
      told.decided(id, keeps);
      return operations.decided(id, keeps);
    },
    close() {
      reading.close();
      managed.close();
    },
  };
}
