/** What belongs to the person behind every door: remotes, downloads, history, open requests, and the hosts by their ids. */

import { join } from 'node:path';
import type { KnownHosts } from '../../shared/model/hosts.ts';
import type { Job } from '../../shared/model/job.ts';
import { hostIdOf, SANDBOX } from '../../shared/window/host-id.ts';
import { createFetched, type Fetched } from '../downloads/fetched.ts';
import { createFetcher } from '../downloads/fetcher.ts';
import { createDownloads, type Downloads } from '../downloads/queue.ts';
import type { LocalReader } from '../extensions/local-reader.ts';
import { createFleet, type Fleet } from '../fleet/fleet.ts';
import { createHost, type Host } from '../hosts/host.ts';
import { type ManagedTarget, manageSandbox, manageTarget } from '../hosts/managed-target.ts';
import { asReadOverSsh, manageOverSsh } from '../hosts/over-ssh.ts';
import type { JobRunner } from '../jobs/job-runner.ts';
import { createJobs } from '../jobs/runner.ts';
import type { HelperCommand } from '../operations/executors/launch.ts';
import { createHistory } from '../operations/history.ts';
import { createTemporaryImages, type TemporaryImages } from '../operations/temporary-images.ts';
import { createGuard } from '../reader/guard.ts';
import type { NodeProgram } from '../reader/process.ts';
import { createCatalog } from '../remotes/catalog.ts';
import type { CatalogRoom } from '../remotes/catalog-room.ts';
import { createMetadata } from '../remotes/metadata.ts';
import { createSeen } from '../remotes/seen.ts';
import { createOrigins, type Origins } from '../updates/origins.ts';
import { createUpdates } from '../updates/updates.ts';
import { type Builds, createBuilds } from './builds.ts';
import { createKnownHosts, type Named } from './known-hosts.ts';
import type { Log } from './log.ts';
import { createOpenRequests, type OpenRequests } from './open-requests.ts';
import { createSeeUpdate, type SeeUpdate } from './own-files.ts';
import { keepServed, servedFiles } from './served.ts';
import { createSets, type Sets } from './sets.ts';
import { createSilences, type Silences } from './silences.ts';
import { type Complain, createComplain } from './survive.ts';

export interface SessionOptions {
  /** What stands for `/` of the first host, absolute; `/` for this machine. */
  readonly root: string;
  /** The version to judge the first host and the sandbox by, instead of their own. */
  readonly asSystemd: number | null;
  /** Whether the first host is the sandbox. */
  readonly sandbox: boolean;
  readonly helper: HelperCommand;
  /** A folder of the user's alone that goes with the session; null where there is none. */
  readonly runtimeDirectory: string | null;
  /** Folder with the images that a sandbox starts with. */
  readonly sandboxImages: string;
  /** Folder with the recipes that are shipped. */
  readonly recipes: string;
  /** Where the tree of the sandbox is kept. */
  readonly dataDirectory: string;
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
  /** The built processes that download, and build an image from a recipe. */
  readonly downloader: NodeProgram;
  readonly builder: NodeProgram;
  /** The built process that parses images which nobody asked for yet, and the Node that runs it. */
  readonly guardedReader: NodeProgram;
  /** Whether it runs as root. What root opens on a tree stays on that tree: no window of it leads to the machine. */
  readonly isRoot: boolean;
  /** Whether polkit may ask on the terminal. */
  readonly textAgent: boolean;
  /** This process, where it goes on so long that a person can start an agent of polkit for it; else null. */
  readonly agentFor: number | null;
  /** What ssh takes instead of the person's config; absent for that. */
  readonly sshConfig?: string | null;
  /** Gets what went wrong with no call that waits for it. */
  readonly log: Log;
  /** See `createSeeUpdate`; of a program that ends by itself nobody asks. */
  readonly program?: string;
}

/** What a door works with. */
export interface Session {
  /** The id of the host that it was opened for. */
  readonly first: string;
  /** Images that wait until they are installed. */
  readonly incoming: TemporaryImages;
  /** Files that were handed over from outside the window. */
  readonly openRequests: OpenRequests;
  /** Tells the log and the windows of an error that no call waits for. */
  readonly complain: Complain;
  /** Whether the files of this program were replaced since it started; for when a page is loaded, or a part is missing. */
  readonly seeUpdate: SeeUpdate;
  /** What the remotes have. */
  readonly catalog: CatalogRoom;
  readonly downloads: Downloads;
  /** From where files were downloaded that wait to be installed. */
  readonly fetched: Fetched;
  /** Where installed versions came from, as an earlier Veneer of this user wrote it down. */
  readonly origins: Origins;
  /** What of the Doctor is not counted. */
  readonly silences: Silences;
  /** The hosts that are read over SSH. */
  readonly fleet: Fleet;
  /** Names for what is enabled. */
  readonly sets: Sets;
  readonly builds: Builds;
  /** Everything long that goes on, on whichever host, and what of it ended lately. */
  readonly jobs: JobRunner;
  /** All jobs with the downloads that an earlier Veneer left, then after every change, until the signal aborts. */
  watchJobs(signal: AbortSignal | undefined): AsyncGenerator<readonly Job[]>;
  /**
   * A host by its id, opened by whoever asks first.
   *
   * @throws {VeneerError} see `HostsByName`
   */
  host(id: string): Promise<Host>;
  /** The hosts that a window can show. */
  hosts(): KnownHosts;
  /** Offers the first host in later windows too, where it is a tree. */
  rememberFirst(): void;
  /** Does not offer a tree any more. @throws what the file system refuses */
  forget(id: string): KnownHosts;
  /** Reads the first host before the first window comes, and the downloads that are there. */
  warmUp(): void;
  /** Ends what runs beside us; a merge in a sandbox ends with it. */
  close(): void;
}

export async function createSession(options: SessionOptions): Promise<Session> {
  const { root, asSystemd, reader, configDirectory, cacheDirectory, stateDirectory } = options;
  const openRequests = createOpenRequests();
  const { program, log } = options;
  const seeUpdate =
    program === undefined ? () => null : createSeeUpdate(program, (found) => log.error('session', found));
  const complain = createComplain(log, openRequests, seeUpdate);
  const sayOf = (where: string) => (problem: Error) => complain(where, problem);
  const jobs = createJobs(sayOf('jobs'));
  const history = createHistory(stateDirectory, sayOf('history'));
  const incoming = createTemporaryImages(options.incomingDirectory);
  const seen = createSeen(join(stateDirectory, 'signed-lists.json'), sayOf('catalog'));
  const metadata = createMetadata(join(cacheDirectory, 'lists'), seen);
  const guard = createGuard(options.guardedReader);
  const catalog = createCatalog({
    ...{ jobs, configDirectory, cacheDirectory, metadata, guard },
    texts: reader,
    root,
    say: sayOf('catalog'),
  });
  const fetched = createFetched(stateDirectory, sayOf('downloads'));
  const origins = createOrigins(stateDirectory, sayOf('updates'));
  const silences = createSilences(stateDirectory, sayOf('doctor'));
  const downloads = createDownloads({
    jobs,
    directory: join(cacheDirectory, 'downloads'),
    fetcher: createFetcher(options.downloader),
    onReady: (release, sha256) => keepServed(fetched, release, sha256, catalog.state().remotes),
    say: sayOf('downloads'),
  });
  const fleet = createFleet({
    stateDirectory,
    cacheDirectory,
    runtimeDirectory: options.runtimeDirectory,
    sshConfig: options.sshConfig ?? null,
    reader,
    guard,
    jobs,
    say: sayOf('fleet'),
  });
  const first = options.sandbox ? SANDBOX : hostIdOf(root);
  const known = createKnownHosts({ ...{ stateDirectory, first, isRoot: options.isRoot, fleet }, say: sayOf('hosts') });
  const opening = new Map<string, Promise<Host>>();
  const opened: Host[] = [];
  let isClosed = false;

  function openTarget(id: string, named: Named): Promise<ManagedTarget> | ManagedTarget {
    switch (named.kind) {
      case 'sandbox': {
        const { helper, sandboxImages: images } = options;
        return manageSandbox({ reader, folder: join(options.dataDirectory, 'sandbox'), images, helper, asSystemd });
      }
      case 'fleet':
        return manageOverSsh(() => fleet.lastRead(named.id));
      case 'tree':
        return manageTarget({ ...options, root: named.root }, id === first ? asSystemd : null);
    }
  }

  async function openHost(id: string): Promise<Host> {
    const named = known.named(id);
    const managed = await openTarget(id, named);
    const host = createHost({
      id,
      managed,
      reader,
      jobs,
      updates: createUpdates({
        cacheDirectory,
        catalog,
        metadata,
        texts: reader,
        origins,
        hash: (path, signal) => reader.hash(path, signal),
        say: sayOf('updates'),
      }),
      history,
      incoming,
      servedFiles: (changes) => servedFiles(changes, downloads.list(), catalog.state().remotes, fetched),
      onInstalled(path) {
        incoming.discard(path);
        downloads.discard(path);
      },
      complain,
    });
    opened.push(host);
    if (isClosed) host.close();
    if (named.kind !== 'fleet') return host;
    remember(id);
    return asReadOverSsh(host);
  }

  /** On a full disk later windows do not offer it. */
  function remember(id: string): void {
    try {
      known.remember(id);
    } catch (error) {
      complain('hosts', error);
    }
  }

  function hostById(id: string): Promise<Host> {
    const mine = opening.get(id);
    if (mine !== undefined) return mine;
    const asked = openHost(id);
    opening.set(id, asked);
    // One that could not be opened can be tried again.
    asked.catch(() => opening.delete(id));
    return asked;
  }

  await hostById(first);

  return {
    first,
    incoming,
    openRequests,
    complain,
    seeUpdate,
    catalog,
    downloads,
    fetched,
    origins,
    silences,
    fleet,
    sets: createSets(configDirectory),
    builds: createBuilds({ ...options, jobs, texts: reader, images: incoming }),
    jobs,
    async *watchJobs(signal) {
      await downloads.load();
      yield* jobs.watch(signal);
    },
    host: hostById,
    hosts: known.list,
    rememberFirst: () => remember(first),
    forget: known.forget,
    warmUp() {
      hostById(first)
        .then((one) => one.warmUp())
        .catch((error: unknown) => complain('host', error));
      downloads.load().catch((error: unknown) => complain('downloads', error));
    },
    close() {
      if (isClosed) return;
      isClosed = true;
      for (const one of opened) one.close();
      fleet.close();
      reader.close();
      guard.close();
      incoming.close();
      jobs.close();
      downloads.close();
    },
  };
}
