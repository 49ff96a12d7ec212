/**
 * A host that is read over SSH: what is here of it is what decides whether it merges. Its images are sparse, so that whatever is asked of
 * their inside, of its disk, its service manager or its journal is not known, and nothing of it is changed.
 */
import { messageOf } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import type { FindPart } from '../../shared/model/find.ts';
import type { System, Target } from '../extensions/system.ts';
import { noExecutor } from '../operations/executors/helper-executors.ts';
import type { Host } from './host.ts';
import type { HostHistory } from './host-history.ts';
import type { ManagedTarget, OverSsh } from './managed-target.ts';

const NOT_KNOWN = messageOf('fleet.not-known-over-ssh');
const ONLY_READ = messageOf('fleet.is-only-read');
const CHANGE_IT = messageOf('fleet.how-it-is-changed');

export const notKnownOverSsh = (): VeneerError => new VeneerError('unsupported', NOT_KNOWN);

/** @param look gives what was read of it last. @throws what `look` throws, whenever it is asked for */
export function manageOverSsh(look: () => OverSsh & { readonly target: Target }): ManagedTarget {
  const executor = noExecutor(ONLY_READ, CHANGE_IT);
  return {
    get target() {
      return look().target;
    },
    overSsh: () => {
      const { id, name, readAt } = look();
      return { id, name, readAt };
    },
    sandboxNote: null,
    executor: () => executor,
    chooseExecutor: async () => {},
    close() {},
  };
}

/** What is as of any host, for it is told by what was brought or by what Veneer keeps. What is new in `Host` stands here or is refused. */
type AsOfAnyHost =
  | keyof HostHistory
  | keyof Pick<Host, 'id' | 'target' | 'reader' | 'jobs' | 'operations' | 'services' | 'close'>
  | keyof Pick<Host, 'read' | 'reload' | 'watch' | 'warmUp' | 'hold' | 'release' | 'details' | 'whatIf'>
  | keyof Pick<Host, 'versionInUse' | 'features' | 'decide'>;

/** The same host with what cannot be known of it, and cannot be done to it, refused. */
export function asReadOverSsh(host: Host): Host {
  const refuseToTell = () => Promise.reject(notKnownOverSsh());
  const refuseToChange = () => Promise.reject(new VeneerError('unsupported', ONLY_READ, { nextStep: CHANGE_IT }));
  const { updates } = host;
  const refused: Omit<Host, AsOfAnyHost> = {
    async *find() {
      yield findNothing(await host.read());
    },
    contents: refuseToTell,
    findings: refuseToTell,
    file: refuseToTell,
    baseFile: refuseToTell,
    disk: refuseToTell,
    verify: refuseToTell,
    // Stores are not brought, nor where a version came from.
    versions: refuseToTell,
    fileChanges: refuseToTell,
    lookOver: refuseToTell,
    // Their images and what is attached are not brought.
    portables: { async *watch() {} },
    // No source is asked: whether an image is the one that a source has, only all of its bytes tell.
    updates: { ...updates, checkedAt: () => null, check: async () => updates.state() },
    examine: refuseToChange,
    inspect: refuseToChange,
    changeBack: refuseToChange,
    plan: refuseToChange,
    apply: refuseToChange,
  };
  return {
    ...host,
    ...refused,
    // Another one after each reading.
    get target() {
      return host.target;
    },
  };
}

/** What brings a file is not known of any. */
function findNothing({ extensions }: System): FindPart {
  const listed = extensions.filter(({ listed: counts, masks }) => counts && !masks);
  const unread = listed.map(({ id, name, class: extensionClass }) => ({
    ...{ id, name, class: extensionClass },
    problem: NOT_KNOWN,
  }));
  return { files: [], extensions: [], more: false, asked: [], read: listed.length, total: listed.length, unread };
}
