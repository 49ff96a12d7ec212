/** The contract, implemented on the core: the one place that knows oRPC on this side. */
import { mapEventIterator } from '@orpc/client';
import type { SupportedMessagePort } from '@orpc/client/message-port';
import { implement, ORPCError } from '@orpc/server';
import { RPCHandler as PortHandler } from '@orpc/server/message-port';
import { RPCHandler as SocketHandler } from '@orpc/server/ws';
import type { WebSocket } from 'ws';
import { contract } from '../../shared/contract/contract.ts';
import { type ErrorReport, VeneerError } from '../../shared/model/errors.ts';
import { versionsOf } from '../operations/versions.ts';
import { fetchersIn, withFetchers } from '../updates/fetchers.ts';
import {
  addDownloads,
  catalogEntries,
  foretellEntries,
  lookInto,
  openCatalog,
  putRemote,
  refreshCatalog,
  releasesOf,
  removeRemote,
} from './catalog-calls.ts';
import type { Core } from './core.ts';
import { readHostDetails } from './host-details.ts';
import type { Log } from './log.ts';
import { nextOs, prepareNextOs } from './next-os-calls.ts';
import type { SettingsStore } from './settings.ts';
import { about, logPageError, supportDetails } from './support.ts';
import { checkUpdates, downloadUpdates, updateRequest, watchUpdates } from './update-calls.ts';
import { whatIf } from './what-if.ts';
import { onlyMessages } from './wire.ts';

/** Closes a socket over which came what is not understood (RFC 6455, 7.4.1). */
const UNSUPPORTED = 1003;

export function createRouter(core: Core, settings: SettingsStore, log: Log) {
  const os = implement(contract);
  return os.router({
    system: {
      watch: os.system.watch.handler(({ signal }) => core.watch(signal)),
      reload: os.system.reload.handler(() => core.reload()),
      details: os.system.details.handler(async ({ signal }) =>
        readHostDetails(core.reader, core.site(), await core.read(), signal ?? null),
      ),
      whatIf: os.system.whatIf.handler(async ({ input }) => whatIf(await core.read(), input)),
      nextOs: os.system.nextOs.handler(({ signal }) => nextOs(core, signal ?? null)),
      prepareNextOs: os.system.prepareNextOs.handler(({ signal }) =>
        prepareNextOs(core, signal ?? new AbortController().signal),
      ),
      openSandbox: os.system.openSandbox.handler(({ input }) => core.openSandbox(input.on)),
    },
    extensions: {
      contents: os.extensions.contents.handler(async ({ input, signal }) => {
        const { site, system, extension } = await find(core, input.id);
        return core.reader.contents(site, system, extension, signal ?? null);
      }),
      findings: os.extensions.findings.handler(async ({ input, signal }) => {
        const { site, system, extension } = await find(core, input.id);
        return core.reader.findings(site, system, extension, signal ?? null);
      }),
      file: os.extensions.file.handler(async ({ input, signal }) => {
        const { site, system, extension } = await find(core, input.id);
        return core.reader.file(site, system, extension, input.path, signal ?? null);
      }),
      disk: os.extensions.disk.handler(async ({ input, signal }) => {
        const { site, system, extension } = await find(core, input.id);
        return core.reader.disk(site, system, extension, signal ?? null);
      }),
      verify: os.extensions.verify.handler(async ({ input, signal }) => {
        const { site, system, extension } = await find(core, input.id);
        return core.reader.verify(site, system, extension, signal ?? null);
      }),
      versions: os.extensions.versions.handler(async ({ input }) => {
        const { site, system, extension } = await find(core, input.id);
        const versions = versionsOf(site.root, system, extension.class, extension.name);
        return withFetchers(versions, fetchersIn(site.root, system.release), extension.realPath);
      }),
    },
    files: {
      examine: os.files.examine.handler(({ input, signal }) => core.examine(input, signal ?? null)),
      discard: os.files.discard.handler(({ input }) => {
        core.incoming.discard(input.path);
        return {};
      }),
    },
    catalog: {
      watch: os.catalog.watch.handler(({ signal }) => {
        openCatalog(core).catch((error: unknown) => core.complain('catalog', error));
        return core.catalog.watch(signal);
      }),
      entries: os.catalog.entries.handler(() => catalogEntries(core)),
      refresh: os.catalog.refresh.handler(({ input }) => refreshCatalog(core, input.remote)),
      releases: os.catalog.releases.handler(({ input }) => releasesOf(core, input.key)),
      look: os.catalog.look.handler(({ input, signal }) => lookInto(core, input.key, input.paths, signal ?? null)),
      foretell: os.catalog.foretell.handler(({ input, signal }) => foretellEntries(core, input.keys, signal ?? null)),
      describe: os.catalog.describe.handler(({ input, signal }) => core.catalog.describe(input.key, signal ?? null)),
      putRemote: os.catalog.putRemote.handler(({ input }) => putRemote(core, input.remote, input.isNew)),
      removeRemote: os.catalog.removeRemote.handler(({ input }) => removeRemote(core, input.name)),
    },
    downloads: {
      watch: os.downloads.watch.handler(({ signal }) => core.downloads.watch(signal)),
      add: os.downloads.add.handler(({ input }) => addDownloads(core, input.key, input.paths)),
      pause: os.downloads.pause.handler(({ input }) => done(() => core.downloads.pause(input.id))),
      resume: os.downloads.resume.handler(({ input }) => done(() => core.downloads.resume(input.id))),
      cancel: os.downloads.cancel.handler(({ input }) => done(() => core.downloads.cancel(input.id))),
      settled: os.downloads.settled.handler(({ input, signal }) =>
        core.downloads.settled(input.ids, signal ?? new AbortController().signal),
      ),
    },
    updates: {
      watch: os.updates.watch.handler(({ signal }) => watchUpdates(core, log, signal)),
      look: os.updates.look.handler(({ signal }) => checkUpdates(core, 'kept', signal ?? null)),
      check: os.updates.check.handler(({ signal }) => checkUpdates(core, 'ask', signal ?? null)),
      download: os.updates.download.handler(({ input }) => downloadUpdates(core, input.keys, input.from)),
      request: os.updates.request.handler(({ input }) =>
        updateRequest(core, input.keys, { keep: settings.get().keep, from: input.from }),
      ),
    },
    history: {
      list: os.history.list.handler(() => core.history()),
    },
    plan: {
      preview: os.plan.preview.handler(({ input }) => core.plan(input)),
      apply: os.plan.apply.handler(async ({ input }) => ({
        operation: (await core.apply(input.request, input.basis)).id,
      })),
    },
    operations: {
      watch: os.operations.watch.handler(({ input, signal }) => {
        // An unknown id fails the call itself, before anybody waits for what comes.
        core.operations.get(input.id);
        return core.operations.watch(input.id, signal);
      }),
      cancel: os.operations.cancel.handler(({ input }) => ({ accepted: core.operations.cancel(input.id) })),
      list: os.operations.list.handler(() => [...core.operations.list()]),
    },
    support: {
      offered: os.support.offered.handler(({ signal }) => core.inbox.watch(signal)),
      about: os.support.about.handler(() => about(log)),
      details: os.support.details.handler(async () => ({ text: await supportDetails(core, log) })),
      log: os.support.log.handler(({ input }) => {
        logPageError(log, input);
        return {};
      }),
    },
    settings: {
      get: os.settings.get.handler(() => settings.get()),
      set: os.settings.set.handler(({ input }) => settings.set(input)),
    },
  });
}

/** What was done has nothing to tell. */
function done(what: () => void): Record<string, never> {
  what();
  return {};
}

/** The extension of an id, with the reading that it is of. */
async function find(core: Core, id: string) {
  const system = await core.read();
  const extension = system.extensions.find((one) => one.id === id);
  if (extension === undefined) throw new VeneerError('not-found', 'That extension is not there any more.');
  return { site: core.site(), system, extension };
}

/** What a door does with a connection that it let in. */
export interface Api {
  attachSocket(socket: WebSocket): Promise<void>;
  attachPort(port: SupportedMessagePort): void;
}

/** @param log gets the errors that nobody expected; the window sees a report without their stack */
export function createApi(core: Core, settings: SettingsStore, log: Log): Api {
  const router = createRouter(core, settings, log);
  const inWords = (error: unknown, signal: AbortSignal | undefined) => {
    // Who gave the call up waits for no words, and what it stopped on is no error.
    if (signal?.aborted === true) return error;
    return new ORPCError('VENEER', { data: toReport(error, log), defined: true, message: 'A Veneer error' });
  };
  const translate = async ({ next, signal }: { next(): Promise<unknown>; signal?: AbortSignal | undefined }) => {
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
  const clientInterceptors = [translate];
  const sockets = new SocketHandler(router, { clientInterceptors });
  const ports = new PortHandler(router, { clientInterceptors });
  return {
    attachSocket: (socket) =>
      sockets.upgrade(
        onlyMessages(socket, () => {
          core.complain('web', new Error('A window sent what is not taken: it is no call'));
          socket.close(UNSUPPORTED);
        }),
      ),
    attachPort: (port) => ports.upgrade(port),
  };
}

function isStream(output: unknown): output is AsyncIterator<unknown> {
  return typeof output === 'object' && output !== null && Symbol.asyncIterator in output;
}

function toReport(error: unknown, log: Log): ErrorReport {
  if (error instanceof VeneerError) return error.report();
  if (error instanceof ORPCError) {
    const known = error.code === 'BAD_REQUEST' || error.code === 'NOT_FOUND';
    if (known) return new VeneerError('invalid-input', 'The request is not one that Veneer knows.').report();
  }
  log.error('core', error);
  return new VeneerError('internal', 'Veneer met an error that it did not expect.', {
    nextStep: 'Try again. If it stays, please report it with the log.',
  }).report();
}
