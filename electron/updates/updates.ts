/** What is newer than what is installed, whoever keeps it current: systemd-sysupdate, or Veneer from its remotes. */

import { join } from 'node:path';
import { unaskedIn } from '../../shared/diagnosis/updates/unasked.ts';
import { byName } from '../../shared/model/by-name.ts';
import type { UpdateState } from '../../shared/model/update.ts';
import { FEATURES_SINCE } from '../../shared/sysupdate/definitions.ts';
import type { System, Target } from '../extensions/system.ts';
import { createObservable } from '../host/observable.ts';
import type { TextReader } from '../lists/text-reader.ts';
import { createStateFile, type StateFile } from '../node/state-file.ts';
import type { CatalogRoom } from '../remotes/catalog-room.ts';
import { systemKeyring } from '../remotes/keyring.ts';
import type { ListingContext } from '../remotes/list.ts';
import type { CachePolicy, Metadata } from '../remotes/metadata.ts';
import { componentsIn, keepsTheOs } from './components.ts';
import type { Look } from './draft.ts';
import { featuresIn } from './features.ts';
import { createImageHashes } from './image-hashes.ts';
import { readItems } from './items.ts';
import type { Origins } from './origins.ts';
import { findSysupdate, isPending } from './sysupdate.ts';

export interface Updates {
  state(): UpdateState;
  watch(signal: AbortSignal | undefined): AsyncGenerator<UpdateState>;
  /** When the servers were last asked, by whatever Veneer of this user; null for never. */
  checkedAt(): number | null;
  /** Looks what is new. `kept` asks no server. */
  check(target: Target, system: System, cachePolicy: CachePolicy, signal: AbortSignal | null): Promise<UpdateState>;
}

interface UpdatesOptions {
  /** Remembers when the servers were last asked, by whatever Veneer. */
  readonly cacheDirectory: string;
  readonly catalog: CatalogRoom;
  readonly metadata: Metadata;
  /** Parses what the servers say. */
  readonly texts: TextReader;
  readonly origins: Origins;
  /** Hashes a whole file, in no thread that answers a window. */
  readonly hash: (path: string, signal: AbortSignal | null) => Promise<string>;
  /** Told of a file that is damaged. */
  readonly say: (problem: Error) => void;
}

const NOTHING: UpdateState = {
  revision: 0,
  items: [],
  features: [],
  checkedAt: null,
  isChecking: false,
  hasSysupdate: false,
  needsReboot: false,
  unasked: [],
};

export function createUpdates({
  cacheDirectory,
  catalog,
  metadata,
  texts,
  origins,
  hash,
  say,
}: UpdatesOptions): Updates {
  const file = createStateFile(join(cacheDirectory, 'updates-checked.json'), say);
  const hashes = createImageHashes(cacheDirectory, hash, say);
  let state = NOTHING;
  let begun = 0;
  let running = 0;
  /** What the look that began last is of. */
  let newest: { readonly target: Target; readonly system: System } | null = null;
  const latest = createObservable(() => state);
  const changeState = (change: Partial<UpdateState>) => {
    state = { ...state, ...change, revision: state.revision + 1 };
    latest.changed();
  };

  async function checkForUpdates(
    target: Target,
    system: System,
    cachePolicy: CachePolicy,
    signal: AbortSignal | null,
  ): Promise<UpdateState> {
    const mine = ++begun;
    running++;
    newest = { target, system };
    const program = findSysupdate();
    changeState({ isChecking: true, hasSysupdate: program !== null });
    try {
      const isUnread = catalog.state().remotes.some(({ status }) => status === 'unread');
      if (cachePolicy === 'revalidate' || isUnread) await catalog.refresh(cachePolicy, null, system.release, signal);
      const look: Look = {
        target,
        system,
        catalog,
        program,
        origins,
        hashes,
        cachePolicy,
        context: contextOf(target, system, cachePolicy, signal),
      };
      const { version } = system.release.rules;
      const features = version < FEATURES_SINCE ? [] : featuresIn(system.definitions);
      const components = componentsIn(system.definitions);
      const items = await readItems(components, look, signal);
      const needsReboot = program !== null && keepsTheOs(system.definitions) && (await isPending(program, target.root));
      // That the servers were asked counts, whatever began meanwhile.
      if (cachePolicy === 'revalidate') changeState({ checkedAt: rememberChecks(file), needsReboot });
      // A slower look that began earlier must not replace a newer one,
      if (mine === begun) {
        changeState({
          items: [...items].sort(byName),
          features,
          checkedAt: state.checkedAt ?? rememberedAt(file),
          needsReboot,
          unasked: unaskedIn(catalog.state().remotes, items),
        });
      } else if (cachePolicy === 'revalidate') {
        // and a newer one that asked nobody must not lack what the servers said.
        await checkForUpdates(newest.target, newest.system, 'cache-only', signal);
      }
      return state;
    } finally {
      if (--running === 0) changeState({ isChecking: false });
    }
  }

  const contextOf = (
    { root }: Target,
    { release }: System,
    cachePolicy: CachePolicy,
    signal: AbortSignal | null,
  ): ListingContext => ({
    metadata,
    texts,
    cachePolicy,
    systemKeyring: () => systemKeyring(root, release.rules.version),
    signal,
    now: Date.now(),
  });

  return { state: () => state, watch: latest.watch, checkedAt: () => rememberedAt(file), check: checkForUpdates };
}

/** @returns now */
function rememberChecks(file: StateFile): number {
  const checkedAt = Date.now();
  try {
    file.change(() => ({ checkedAt }));
  } catch {
    // Then the next start does not know of it, and looks again.
  }
  return checkedAt;
}

function rememberedAt(file: StateFile): number | null {
  const { checkedAt } = file.read();
  return typeof checkedAt === 'number' && Number.isFinite(checkedAt) ? checkedAt : null;
}
