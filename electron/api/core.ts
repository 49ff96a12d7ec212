/** The one core behind every door: holds which host is looked at, its last reading, and the operations on it. */
import { EventEmitter } from 'node:events';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Examined, ExamineRequest } from '../../shared/model/candidate.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import type { HistoryEntry } from '../../shared/model/history.ts';
import type { Operation } from '../../shared/model/operation.ts';
import type { Plan, PlanRequest } from '../../shared/model/plan.ts';
import type { Snapshot } from '../../shared/model/snapshot.ts';
import type { HostRelease } from '../../shared/systemd/compatibility.ts';
import { createFetched, type Fetched } from '../downloads/fetched.ts';
import { createFetcher } from '../downloads/fetcher.ts';
import { createDownloads, type Downloads } from '../downloads/queue.ts';
import type { LocalReader } from '../extensions/local-reader.ts';
import { ownMounts } from '../extensions/site.ts';
import type { Site, System } from '../extensions/system.ts';
import { type Watch, watchSystem } from '../extensions/watch.ts';
import { readHostFacts } from '../host/facts.ts';
import { readUnitStates } from '../host/services.ts';
import { examineFile } from '../operations/candidate.ts';
import { chooseExecutor } from '../operations/executors/choose.ts';
import type { Executor } from '../operations/executors/executor.ts';
import type { HelperCommand } from '../operations/executors/launch.ts';
import { createHistory, historyEntry } from '../operations/history.ts';
import { impactOf } from '../operations/impact.ts';
import { lookInto } from '../operations/look-into.ts';
import { makePlan } from '../operations/plan.ts';
import { dangersOfPlan } from '../operations/plan-dangers.ts';
import { createOperations, type Operations } from '../operations/registry.ts';
import { openSandbox as openSandboxTree, type Sandbox } from '../operations/sandbox/sandbox.ts';
import { createTemporaryImages, type TemporaryImages } from '../operations/temporary-images.ts';
import { undoOf } from '../operations/undo.ts';
import { createGuard } from '../reader/guard.ts';
import type { NodeProgram } from '../reader/process.ts';
import { type CatalogRoom, createCatalog } from '../remotes/catalog.ts';
import { createMetadata } from '../remotes/metadata.ts';
import { createSeen } from '../remotes/seen.ts';
import { createOrigins, type Origins } from '../updates/origins.ts';
import { createUpdates, type Updates } from '../updates/updates.ts';
import { createInbox, type Inbox } from './inbox.ts';
import type { Log } from './log.ts';
import { dataDirectory } from './paths.ts';
import { keepServed, servedFiles } from './served.ts';
import { snapshotOf } from './snapshot-of.ts';
import { type Complain, createComplain } from './survive.ts';

/** Between two tries to read a host that could not be read. */
const FIRST_RETRY_MS = 1000;
const LAST_RETRY_MS = 30_000;

/** States of a unit that has processes. */
const RUNNING = new Set(['active', 'activating', 'reloading', 'deactivating']);

export interface CoreOptions {
  readonly root: string;
  readonly asSystemd: number | null;
  readonly sandbox: boolean;
  readonly helper: HelperCommand;
  /** A folder of the user's alone that goes with the session; null where there is none. */
  readonly runtimeDirectory: string | null;
  /** Folder with the images that a sandbox starts with. */
  readonly sandboxImages: string;
  /** Where the history is kept. */
  readonly stateDirectory: string;
  /** Where images wait that were sent, or packed from a folder, until they are installed. */
  readonly incomingDirectory: string;
  /** Where the remotes are kept. */
  readonly configDirectory: string;
  /** For what may be lost at any time: lists of remotes, downloads that are not installed yet. */
  readonly cacheDirectory: string;
  /** Parses what is on this machine. Where a window waits for answers, it must be a guarded one. */
  readonly reader: LocalReader;
  /** The built process that downloads. */
  readonly downloader: NodeProgram;
  /** The built process that parses images which nobody asked for yet, and the Node that runs it. */
  readonly guardedReader: NodeProgram;
  /** Whether polkit may ask on the terminal. */
  readonly textAgent: boolean;
  /** Gets what went wrong with no call that waits for it. */
  readonly log: Log;
}

/** What a door works with. */
export interface Core {
  /** Parses what is on this machine. */
  readonly reader: LocalReader;
  readonly operations: Operations;
  /** Images that wait until they are installed. */
  readonly incoming: TemporaryImages;
  /** Files that were handed over from outside the window. */
  readonly inbox: Inbox;
  /** Tells the log and the windows of an error that no call waits for. */
  readonly complain: Complain;
  /** What the remotes have. */
  readonly catalog: CatalogRoom;
  readonly downloads: Downloads;
  /** What is newer than what is installed. */
  readonly updates: Updates;
  /** From where files were downloaded that wait to be installed. */
  readonly fetched: Fetched;
  /** Where installed versions came from, as an earlier Veneer of this user wrote it down. */
  readonly origins: Origins;
  /** What extensions are judged against. */
  hostRelease(): HostRelease;
  /** Looks at a file or folder that is to be installed, and at what that would mean. */
  examine(request: ExamineRequest, signal: AbortSignal | null): Promise<Examined>;
  /** The host as it was read last, where nothing is known to have changed since; else it is read now. */
  read(): Promise<System>;
  /** Reads the host now, for the window; every watcher gets it too. */
  reload(): Promise<Snapshot>;
  /** What is known, then a snapshot after every change, until the signal aborts. */
  watch(signal: AbortSignal | undefined): AsyncGenerator<Snapshot>;
  /** Reads the host before the first window comes, and keeps what was read current until it is there. */
  warmUp(): void;
  plan(request: PlanRequest): Promise<Plan>;
  /** @throws {VeneerError} `stale-plan` where the host changed since the plan was made */
  apply(request: PlanRequest, basis: string): Promise<Operation>;
  site(): Site;
  /** What was changed at this host, newest first. */
  history(): HistoryEntry[];
  openSandbox(on: boolean): Promise<Snapshot>;
  /** Ends what runs beside us; a merge in a sandbox ends with it. */
  close(): void;
}

/** The last reading of the host. */
interface Kept {
  /** Which reading it was; a higher one began later. */
  readonly ticket: number;
  /** When it began, by `performance.now()`. */
  readonly readAt: number;
  readonly site: Site;
  readonly executor: Executor;
  readonly system: System;
  readonly snapshot: Snapshot;
}

export async function createCore(options: CoreOptions): Promise<Core> {
  const { root, asSystemd, reader } = options;
  const operations = createOperations();
  const inbox = createInbox();
  const complain = createComplain(options.log, inbox);
  const say = (where: string) => (problem: Error) => complain(where, problem);
  const history = createHistory(options.stateDirectory, say('history'));
  const incoming = createTemporaryImages(options.incomingDirectory);
  const { configDirectory, cacheDirectory } = options;
  const seen = createSeen(join(options.stateDirectory, 'signed-lists.json'), say('catalog'));
  const metadata = createMetadata(join(cacheDirectory, 'lists'), seen);
  const guard = createGuard(options.guardedReader);
  const catalog = createCatalog({
    configDirectory,
    cacheDirectory,
    metadata,
    guard,
    texts: reader,
    root,
    say: say('catalog'),
  });
  const fetched = createFetched(options.stateDirectory, say('downloads'));
  const origins = createOrigins(options.stateDirectory, say('updates'));
  const updates = createUpdates({
    cacheDirectory,
    catalog,
    metadata,
    texts: reader,
    origins,
    hash: (path, signal) => reader.hash(path, signal),
    say: say('updates'),
  });
  const downloads = createDownloads({
    directory: join(cacheDirectory, 'downloads'),
    fetcher: createFetcher(options.downloader),
    onReady: (release, sha256) => keepServed(fetched, release, sha256, catalog.state().remotes),
    say: say('downloads'),
  });
  const events = new EventEmitter().setMaxListeners(0);
  const realSite: Site = { root, asSystemd, mounts: ownMounts(root) };
  let realExecutor = await chooseExecutor(options);
  let executor: Executor = realExecutor;
  let sandbox: Sandbox | null = null;
  let revision = 0;
  let begun = 0;
  /** Readings up to this one may have missed a change. */
  let staleUpTo = 0;
  let kept: Kept | null = null;
  let watched: Watch | null = null;
  let watchers = 0;
  let warming: Promise<unknown> | null = null;
  let retryWait = FIRST_RETRY_MS;
  let retrying: NodeJS.Timeout | null = null;

  let isClosed = false;

  const site = () => sandbox?.site ?? realSite;

  async function planOn(system: System, request: PlanRequest): Promise<{ system: System; plan: Plan }> {
    const looked = await lookInto(reader, site(), system, request.changes);
    const known = {
      ...looked,
      served: servedFiles(request.changes, downloads.list(), catalog.state().remotes, fetched),
    };
    const dangers = await dangersOfPlan(reader, site(), system, makePlan(system, request, known), known.inspections);
    const plan = makePlan(system, request, { ...known, dangers });
    if (plan.offers.stop.length === 0) return { system, plan };
    const states = await readUnitStates(plan.offers.stop);
    const running = new Set([...states].filter(([, { active }]) => RUNNING.has(active)).map(([unit]) => unit));
    return { system, plan: makePlan(system, request, { ...known, dangers, running }) };
  }

  const reload = async (): Promise<Snapshot> => (await renew()).snapshot;

  /** The last reading while nothing that is seen says otherwise; else the host as it is now. */
  async function current(): Promise<Kept> {
    const holds =
      kept !== null &&
      kept.ticket > staleUpTo &&
      kept.site === site() &&
      watched?.holds(performance.now() - kept.readAt) === true;
    return kept !== null && holds ? kept : renew();
  }

  /**
   * Reads the host now. One that is as it was keeps its revision, and no window hears of it.
   *
   * @param isAfterChange of ours, which windows hear of whatever the reading says: transfer files, for one, are not in it
   */
  async function renew(isAfterChange = false): Promise<Kept> {
    const at = site();
    // What changes while the host is read must not be missed, so the watch is there before.
    if (watchers > 0 && (watched === null || watched.hasTold())) {
      watched = watchSystem(at, kept?.site === at ? kept.system : null, reloadBehind);
    }
    const ticket = ++begun;
    const readAt = performance.now();
    const system = await reader.system(at);
    // A slower reading that began earlier must not replace a newer one.
    if (kept !== null && kept.ticket > ticket) return kept;
    const isSame =
      !isAfterChange && kept?.site === at && kept.executor === executor && isDeepStrictEqual(kept.system, system);
    if (kept !== null && isSame) kept = { ...kept, ticket, readAt };
    else kept = { ticket, readAt, site: at, executor, system, snapshot: snapshotOf(++revision, system, door()) };
    if (watchers > 0) rearm(kept.system);
    if (!isSame) events.emit('snapshot', kept.snapshot);
    return kept;
  }

  function door() {
    const { kind, sentence, helper } = executor;
    return {
      sandbox: sandbox !== null,
      sandboxNote: sandbox?.note ?? null,
      executor: { kind, sentence, helper },
    };
  }

  const isApplying = () => operations.list().some(({ status }) => status === 'running');

  /** Reads again with nobody who waits for it: what fails is told, and tried again as long as somebody looks on. */
  function reloadBehind(): void {
    if (retrying !== null) clearTimeout(retrying);
    retrying = null;
    staleUpTo = begun;
    // A change of ours reads the host where it has to, and once more in the end.
    if (isApplying()) return;
    reload()
      .then(() => {
        retryWait = FIRST_RETRY_MS;
      })
      .catch(tryAgain);
  }

  function tryAgain(error: unknown): void {
    if (isClosed) return;
    complain('host', error);
    if (watchers === 0) return;
    retrying ??= setTimeout(reloadBehind, retryWait).unref();
    retryWait = Math.min(retryWait * 2, LAST_RETRY_MS);
  }

  /** The window that was waited for is there and counts by itself. */
  function coolDown(): void {
    if (warming === null) return;
    warming = null;
    watchers--;
  }

  function rearm(system: System): void {
    const before = watched;
    watched = watchSystem(site(), system, reloadBehind);
    if (before?.close() === true) reloadBehind();
  }

  /** A history that cannot be written, on a full disk perhaps, makes no change fail. */
  function keep(entry: HistoryEntry): void {
    try {
      history.add(entry);
    } catch (error) {
      complain(
        'history',
        new VeneerError('no-space', 'What is changed cannot be kept in the history.', { detail: String(error) }),
      );
    }
  }

  async function openIn(on: boolean): Promise<void> {
    sandbox?.close();
    sandbox = null;
    executor = realExecutor;
    if (!on) return;
    const { helper, sandboxImages } = options;
    sandbox = await openSandboxTree({
      reader,
      folder: join(dataDirectory(), 'sandbox'),
      images: sandboxImages,
      helper,
      asSystemd,
    });
    executor = sandbox.executor;
  }

  if (options.sandbox) await openIn(true);

  return {
    reader,
    operations,
    incoming,
    inbox,
    complain,
    catalog,
    downloads,
    updates,
    fetched,
    origins,
    hostRelease: () => readHostFacts(site()).release,
    async examine({ path, ...wishes }, signal) {
      const { system } = await current();
      const candidate = await examineFile(reader, path, wishes, system, incoming, signal);
      return { candidate, impact: await impactOf(reader, site(), system, candidate, signal) };
    },
    read: async () => (await current()).system,
    reload,
    async *watch(signal) {
      const queue: Snapshot[] = [];
      let wake = () => {};
      const take = (snapshot: Snapshot) => {
        // Only the newest matters to a window.
        queue.splice(0, queue.length, snapshot);
        wake();
      };
      const stop = () => wake();
      events.on('snapshot', take);
      signal?.addEventListener('abort', stop);
      watchers++;
      try {
        // What is watched since it was read is as it is now; anything else is read anew.
        const isCurrent = watched !== null && kept !== null;
        if (kept !== null) yield kept.snapshot;
        const isWarm = warming !== null;
        await warming;
        coolDown();
        // A window that is told why it has to wait is better off than one that connects again and again.
        if (kept === null || !(isCurrent || isWarm)) await reload().catch(tryAgain);
        while (signal?.aborted !== true) {
          const next = queue.shift();
          if (next !== undefined) yield next;
          else {
            await new Promise<void>((settle) => {
              wake = settle;
            });
          }
        }
      } finally {
        events.off('snapshot', take);
        signal?.removeEventListener('abort', stop);
        if (--watchers === 0) {
          watched?.close();
          watched = null;
        }
      }
    },
    warmUp() {
      if (watchers > 0) return;
      watchers++;
      // What goes wrong is told to the window, which asks again.
      warming = reload().catch(() => {});
      downloads.load().catch((error: unknown) => complain('downloads', error));
    },
    plan: async (request) => (await planOn((await current()).system, request)).plan,
    async apply(request, basis) {
      const { system, plan } = await planOn((await renew()).system, request);
      if (plan.basis !== basis) {
        throw new VeneerError('stale-plan', 'The system changed since this was planned. Nothing was changed.', {
          nextStep: 'Look at the new plan and apply again.',
        });
      }
      const operation = operations.start({
        plan,
        before: system,
        replan: async (now, asked) => makePlan(now, asked, await lookInto(reader, site(), now, asked.changes)),
        executor,
        undo: undoOf(system, plan),
        onBegin(operation) {
          keep(historyEntry(site().root, plan, operation));
        },
        onEnd(operation) {
          keep(historyEntry(site().root, plan, operation));
          // What failed can be tried again with the same files.
          for (const change of operation.status === 'succeeded' ? request.changes : []) {
            if (!('image' in change) || change.image?.source == null) continue;
            incoming.discard(change.image.source);
            downloads.discard(change.image.source);
          }
        },
        async read() {
          if (request.helper !== null) {
            realExecutor = await chooseExecutor(options);
            if (sandbox === null) executor = realExecutor;
          }
          return (await renew(true)).system;
        },
      });
      operations
        .idle()
        .then(() => {
          if (kept !== null && kept.ticket <= staleUpTo && watchers > 0 && !isClosed) reloadBehind();
        })
        .catch((error: unknown) => complain('host', error));
      return operation;
    },
    site,
    history: () => history.list(site().root),
    async openSandbox(on) {
      if (isApplying()) {
        throw new VeneerError('busy', 'A change is still running.', { nextStep: 'Wait until it has ended.' });
      }
      await openIn(on);
      watched?.close();
      watched = null;
      return reload();
    },
    close() {
      if (isClosed) return;
      isClosed = true;
      if (retrying !== null) clearTimeout(retrying);
      watched?.close();
      reader.close();
      guard.close();
      sandbox?.close();
      incoming.close();
      downloads.close();
    },
  };
}
