/** The contract, implemented on the session and its hosts, one call each: the one place that knows oRPC on this side. */
import { mapEventIterator } from '@orpc/client';
import type { SupportedMessagePort } from '@orpc/client/message-port';
import { implement, ORPCError } from '@orpc/server';
import { RPCHandler as PortHandler } from '@orpc/server/message-port';
import { RPCHandler as SocketHandler } from '@orpc/server/ws';
import type { WebSocket } from 'ws';
import { isInstall } from '../../shared/changes/install.ts';
import { contract } from '../../shared/contract/contract.ts';
import { exportText } from '../../shared/declared/export.ts';
import { englishOf, messageOf, type Text } from '../../shared/messages/message.ts';
import { visibleText } from '../../shared/messages/visible.ts';
import { type ErrorReport, VeneerError } from '../../shared/model/errors.ts';
import type { Snapshot } from '../../shared/model/snapshot.ts';
import type { Offer } from '../../shared/model/support.ts';
import { packSnapshot } from '../../shared/window/snapshot-text.ts';
import {
  addDownloads,
  catalogEntries,
  lookInto,
  openCatalog,
  predictEntries,
  putRemote,
  refreshCatalog,
  releasesOf,
  removeRemote,
} from '../session/catalog-calls.ts';
import { lookOver, reportAsMarkdown } from '../session/doctor-calls.ts';
import { changeFleet } from '../session/fleet-change.ts';
import { fleetPlaybook } from '../session/fleet-playbook.ts';
import type { Log } from '../session/log.ts';
import { buildsFor, prepareNextOs } from '../session/next-os-calls.ts';
import { takeNotices } from '../session/notices.ts';
import { otherReleases } from '../session/other-releases.ts';
import { isPartMissing } from '../session/own-files.ts';
import { readPresent } from '../session/present.ts';
import type { Session } from '../session/session.ts';
import { saveSet, useSet } from '../session/set-calls.ts';
import type { SettingsStore } from '../session/settings.ts';
import { storageOf } from '../session/storage.ts';
import {
  checkUpdates,
  downloadUpdates,
  updateFileChanges,
  updateRequest,
  watchUpdates,
} from '../session/update-calls.ts';
import { aboutVeneer, logPageError, supportDetails } from './support.ts';
import { onlyMessages } from './wire.ts';

/** Closes a socket over which came what is not understood (RFC 6455, 7.4.1). */
const UNSUPPORTED = 1003;

export function createRouter(session: Session, settings: SettingsStore, log: Log) {
  const os = implement(contract);
  const hostOf = ({ host }: { readonly host: string }) => session.host(host);
  return os.router({
    hosts: {
      list: os.hosts.list.handler(() => session.hosts()),
      forget: os.hosts.forget.handler(({ input }) => session.forget(input.host)),
    },
    system: {
      watch: os.system.watch.handler(async ({ input, signal }) => asTexts((await hostOf(input)).watch(signal))),
      reload: os.system.reload.handler(async ({ input }) => (await hostOf(input)).reload()),
      details: os.system.details.handler(async ({ input, signal }) => (await hostOf(input)).details(signal ?? null)),
      storage: os.system.storage.handler(async ({ input }) =>
        storageOf(session, await hostOf(input), settings.get().keep),
      ),
      otherReleases: os.system.otherReleases.handler(async ({ input, signal }) =>
        otherReleases(session, await hostOf(input), signal ?? null),
      ),
      whatIf: os.system.whatIf.handler(async ({ input }) => (await hostOf(input)).whatIf(input)),
      buildsFor: os.system.buildsFor.handler(async ({ input, signal }) =>
        buildsFor(session, await hostOf(input), input, input.ask, signal ?? null),
      ),
      prepareNextOs: os.system.prepareNextOs.handler(async ({ input, signal }) =>
        prepareNextOs(session, await hostOf(input), input, signal ?? new AbortController().signal),
      ),
    },
    services: {
      watch: os.services.watch.handler(async ({ input, signal }) => (await hostOf(input)).services.watch(signal)),
      look: os.services.look.handler(async ({ input }) => {
        const { services } = await hostOf(input);
        return doAndAnswer(services.look);
      }),
      log: os.services.log.handler(async ({ input }) => (await hostOf(input)).services.log(input.unit)),
    },
    portables: {
      watch: os.portables.watch.handler(async ({ input, signal }) => (await hostOf(input)).portables.watch(signal)),
    },
    doctor: {
      look: os.doctor.look.handler(async ({ input, signal }) => lookOver(session, await hostOf(input), signal ?? null)),
      silence: os.doctor.silence.handler(async ({ input }) => {
        const { id } = await hostOf(input);
        return doAndAnswer(() => session.silences.silence(id, input.key, input.reason));
      }),
      report: os.doctor.report.handler(async ({ input, signal }) => {
        const host = await hostOf(input);
        const say = (text: Text) => visibleText(englishOf(text));
        return { text: await reportAsMarkdown(host, await lookOver(session, host, signal ?? null), say) };
      }),
      unsilence: os.doctor.unsilence.handler(async ({ input }) => {
        const { id } = await hostOf(input);
        return doAndAnswer(() => session.silences.unsilence(id, input.key));
      }),
    },
    declared: {
      export: os.declared.export.handler(async ({ input }) =>
        exportText(await readPresent(session, await hostOf(input)), input.format, englishOf),
      ),
    },
    sets: {
      list: os.sets.list.handler(() => session.sets.list()),
      save: os.sets.save.handler(async ({ input }) => {
        await saveSet(session, await hostOf(input), input.name);
        return {};
      }),
      remove: os.sets.remove.handler(({ input }) => doAndAnswer(() => session.sets.remove(input.name))),
      use: os.sets.use.handler(async ({ input }) => useSet(session, await hostOf(input), input.name)),
    },
    extensions: {
      contents: os.extensions.contents.handler(async ({ input, signal }) =>
        (await hostOf(input)).contents(input.id, signal ?? null),
      ),
      find: os.extensions.find.handler(async ({ input: { host, ...query }, signal }) =>
        (await hostOf({ host })).find(query, signal ?? null),
      ),
      findings: os.extensions.findings.handler(async ({ input, signal }) =>
        (await hostOf(input)).findings(input.id, signal ?? null),
      ),
      file: os.extensions.file.handler(async ({ input, signal }) =>
        (await hostOf(input)).file(input.id, input.path, signal ?? null),
      ),
      baseFile: os.extensions.baseFile.handler(async ({ input, signal }) =>
        (await hostOf(input)).baseFile(input.id, input.path, signal ?? null),
      ),
      disk: os.extensions.disk.handler(async ({ input, signal }) =>
        (await hostOf(input)).disk(input.id, signal ?? null),
      ),
      verify: os.extensions.verify.handler(async ({ input, signal }) =>
        (await hostOf(input)).verify(input.id, signal ?? null),
      ),
      versions: os.extensions.versions.handler(async ({ input }) => (await hostOf(input)).versions(input.id)),
    },
    files: {
      examine: os.files.examine.handler(async ({ input: { host, ...request }, signal }) =>
        (await hostOf({ host })).examine(request, signal ?? null),
      ),
      discard: os.files.discard.handler(({ input }) => doAndAnswer(() => session.incoming.discard(input.path))),
    },
    catalog: {
      watch: os.catalog.watch.handler(async ({ input, signal }) => openCatalog(session, await hostOf(input), signal)),
      entries: os.catalog.entries.handler(async ({ input }) => catalogEntries(session, await hostOf(input))),
      refresh: os.catalog.refresh.handler(async ({ input }) =>
        refreshCatalog(session, await hostOf(input), input.remote),
      ),
      releases: os.catalog.releases.handler(async ({ input }) => releasesOf(session, await hostOf(input), input.key)),
      look: os.catalog.look.handler(async ({ input, signal }) =>
        lookInto(session, await hostOf(input), input.key, input.paths, signal ?? null),
      ),
      predict: os.catalog.predict.handler(async ({ input, signal }) =>
        predictEntries(session, await hostOf(input), input.keys, signal ?? null),
      ),
      describe: os.catalog.describe.handler(({ input, signal }) => session.catalog.describe(input.key, signal ?? null)),
      putRemote: os.catalog.putRemote.handler(async ({ input }) =>
        putRemote(session, await hostOf(input), input.remote, input.isNew),
      ),
      removeRemote: os.catalog.removeRemote.handler(({ input }) => removeRemote(session, input.name)),
    },
    downloads: {
      watch: os.downloads.watch.handler(({ signal }) => session.downloads.watch(signal)),
      add: os.downloads.add.handler(async ({ input }) =>
        addDownloads(session, await hostOf(input), input.key, input.paths),
      ),
      pause: os.downloads.pause.handler(({ input }) => doAndAnswer(() => session.downloads.pause(input.id))),
      resume: os.downloads.resume.handler(({ input }) => doAndAnswer(() => session.downloads.resume(input.id))),
      cancel: os.downloads.cancel.handler(({ input }) => doAndAnswer(() => session.downloads.cancel(input.id))),
      settled: os.downloads.settled.handler(({ input, signal }) =>
        session.downloads.settled(input.ids, signal ?? new AbortController().signal),
      ),
    },
    updates: {
      watch: os.updates.watch.handler(async ({ input, signal }) => watchUpdates(await hostOf(input), log, signal)),
      look: os.updates.look.handler(async ({ input, signal }) =>
        checkUpdates(await hostOf(input), 'cache-only', signal ?? null),
      ),
      check: os.updates.check.handler(async ({ input, signal }) =>
        checkUpdates(await hostOf(input), 'revalidate', signal ?? null),
      ),
      takeNotices: os.updates.takeNotices.handler(async ({ input }) => {
        const host = await hostOf(input);
        return takeNotices(host, host.updates.state().items);
      }),
      download: os.updates.download.handler(async ({ input }) =>
        downloadUpdates(session, await hostOf(input), input.keys, input.from),
      ),
      request: os.updates.request.handler(async ({ input }) =>
        updateRequest(session, await hostOf(input), input.keys, { keep: settings.get().keep, from: input.from }),
      ),
      fileChanges: os.updates.fileChanges.handler(async ({ input, signal }) =>
        updateFileChanges(session, await hostOf(input), input.key, input.version, signal ?? null),
      ),
    },
    fleet: {
      watch: os.fleet.watch.handler(({ signal }) => session.fleet.watch(signal)),
      add: os.fleet.add.handler(({ input }) => session.fleet.add(input)),
      remove: os.fleet.remove.handler(({ input }) => doAndAnswer(() => session.fleet.remove(input.ids))),
      read: os.fleet.read.handler(({ input, signal }) => session.fleet.read(input.ids, signal ?? null)),
      cancel: os.fleet.cancel.handler(() => doAndAnswer(session.fleet.cancel)),
      releases: os.fleet.releases.handler(() => session.fleet.releases()),
      nextOs: os.fleet.nextOs.handler(({ input }) => session.fleet.nextOs(input)),
      playbook: os.fleet.playbook.handler(({ input }) => fleetPlaybook(session, input)),
      change: os.fleet.change.handler(({ input, signal }) => changeFleet(session, input, signal)),
    },
    build: {
      recipes: os.build.recipes.handler(() => session.builds.shipped()),
      open: os.build.open.handler(({ input }) => session.builds.open(input.path)),
      read: os.build.read.handler(({ input, signal }) => session.builds.read(input, signal ?? null)),
      start: os.build.start.handler(async ({ input }) => ({ job: await session.builds.start(input) })),
      ended: os.build.ended.handler(async ({ input, signal }) => ({
        path: await session.builds.ended(input.job, signal),
      })),
    },
    history: {
      list: os.history.list.handler(async ({ input }) => (await hostOf(input)).history()),
      between: os.history.between.handler(async ({ input }) => (await hostOf(input)).between(input.from, input.to)),
    },
    plan: {
      preview: os.plan.preview.handler(async ({ input }) => (await hostOf(input)).plan(input.request)),
      fileChanges: os.plan.fileChanges.handler(async ({ input: { host, change }, signal }) =>
        isInstall(change) ? (await hostOf({ host })).fileChanges(change, change, signal ?? null) : null,
      ),
      apply: os.plan.apply.handler(async ({ input }) => ({
        operation: (await (await hostOf(input)).apply(input.request, input.revision, input.asks)).id,
      })),
    },
    jobs: {
      watch: os.jobs.watch.handler(({ signal }) => session.watchJobs(signal)),
      list: os.jobs.list.handler(() => session.jobs.list()),
      cancel: os.jobs.cancel.handler(({ input }) => ({ accepted: session.jobs.cancel(input.id) })),
    },
    operations: {
      watch: os.operations.watch.handler(async ({ input, signal }) => {
        const { operations } = await hostOf(input);
        // An unknown id fails the call itself, before anybody waits for what comes.
        operations.get(input.id);
        return operations.watch(input.id, signal);
      }),
      cancel: os.operations.cancel.handler(async ({ input }) => ({
        accepted: (await hostOf(input)).operations.cancel(input.id),
      })),
      decide: os.operations.decide.handler(async ({ input }) => (await hostOf(input)).decide(input.id, input.keeps)),
      list: os.operations.list.handler(async ({ input }) => [...(await hostOf(input)).operations.list()]),
    },
    support: {
      offered: os.support.offered.handler(({ signal }) => offersOf(session, signal)),
      about: os.support.about.handler(() => aboutVeneer(log)),
      details: os.support.details.handler(async ({ input }) => ({
        text: await supportDetails(await hostOf(input), log),
      })),
      log: os.support.log.handler(({ input }) => doAndAnswer(() => logPageError(log, input))),
    },
    settings: {
      get: os.settings.get.handler(() => settings.get()),
      set: os.settings.set.handler(({ input }) => settings.set(input)),
    },
  });
}

async function* asTexts(snapshots: AsyncIterable<Snapshot>): AsyncGenerator<string> {
  for await (const snapshot of snapshots) yield packSnapshot(snapshot);
}

/** What is handed to a window; one that is loaded is told first that it runs on files of another version. */
async function* offersOf({ seeUpdate, openRequests }: Session, signal: AbortSignal | undefined): AsyncGenerator<Offer> {
  const updated = seeUpdate();
  if (updated !== null) yield { kind: 'problem', report: updated.report() };
  yield* openRequests.watch(signal);
}

/** What was done has nothing to tell. */
function doAndAnswer(what: () => void): Record<string, never> {
  what();
  return {};
}

/** What a door does with a connection that it let in. */
export interface Api {
  attachSocket(socket: WebSocket): Promise<void>;
  attachPort(port: SupportedMessagePort): void;
}

/** @param log gets the errors that nobody expected; the window sees a report without their stack */
export function createApi(session: Session, settings: SettingsStore, log: Log): Api {
  const router = createRouter(session, settings, log);
  const inWords = (error: unknown, signal: AbortSignal | undefined) => {
    // Who gave the call up waits for no words, and what it stopped on is no error.
    if (signal?.aborted === true) return error;
    return new ORPCError('VENEER', { data: toReport(error, session, log), defined: true, message: 'A Veneer error' });
  };
  const asReported = async ({ next, signal }: { next(): Promise<unknown>; signal?: AbortSignal | undefined }) => {
    try {
      const output = await next();
      if (!isStream(output)) return output;
      return mapEventIterator(output, {
        value: async (value) => value,
        error: async (error) => inWords(error, signal),
      });
    } catch (error) {
      throw inWords(error, signal);
    }
  };
  const clientInterceptors = [asReported];
  const sockets = new SocketHandler(router, { clientInterceptors });
  const ports = new PortHandler(router, { clientInterceptors });
  return {
    attachSocket: (socket) =>
      sockets.upgrade(
        onlyMessages(socket, () => {
          session.complain('web', new Error('A window sent what is not taken: it is no call'));
          socket.close(UNSUPPORTED);
        }),
      ),
    attachPort: (port) => ports.upgrade(port),
  };
}

function isStream(output: unknown): output is AsyncIterator<unknown> {
  return typeof output === 'object' && output !== null && Symbol.asyncIterator in output;
}

function toReport(error: unknown, { seeUpdate }: Session, log: Log): ErrorReport {
  if (error instanceof VeneerError) return error.report();
  if (error instanceof ORPCError) {
    const known = error.code === 'BAD_REQUEST' || error.code === 'NOT_FOUND';
    if (known) return new VeneerError('invalid-input', messageOf('core.request-is-not-one-that-veneer')).report();
  }
  log.error('core', error);
  const updated = isPartMissing(error) ? seeUpdate() : null;
  if (updated !== null) return updated.report();
  return new VeneerError('internal', messageOf('core.veneer-met-error-that-it-did-not'), {
    nextStep: messageOf('common.try-again-if-it-stays-please'),
  }).report();
}
