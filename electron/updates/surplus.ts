/** Which stored versions systemd-sysupdate deletes when somebody asks it to make room. */
import { isVacuumTransfer } from '../../shared/changes/vacuum-transfer.ts';
import type { Change } from '../../shared/model/change.ts';
import type { Extension } from '../../shared/model/extension.ts';
import type { DeletedVersion } from '../../shared/model/plan.ts';
import { type TransferFile, TransferFileError } from '../../shared/sysupdate/transfer-file.ts';
import type { System } from '../extensions/system.ts';
import { componentsIn } from './components.ts';
import { type Stored, storedByTransfer } from './stored.ts';

/** InstancesMax= of sysupdate.d(5) where a file says nothing. */
const USUAL_MOST = 3;

/**
 * The oldest ones beyond InstancesMax= that are not protected (transfer_vacuum()). None where something older than the newest
 * is in use: systemd-sysupdate knows nothing of that, so the helper does not let it.
 *
 * @param stored newest first
 * @param inUse the version that counts; null where none of them does
 */
export function surplusOf<One extends Pick<Stored, 'version'>>(
  stored: readonly One[],
  {
    target,
    protectedVersions,
  }: Pick<TransferFile, 'protectedVersions'> & {
    readonly target: Pick<TransferFile['target'], 'instancesMax'>;
  },
  inUse: string | null,
): One[] {
  if (inUse !== null && stored[0]?.version !== inUse) return [];
  const tooMany = stored.length - (target.instancesMax ?? USUAL_MOST);
  if (tooMany <= 0) return [];
  return stored.filter(({ version }) => version !== inUse && !protectedVersions.includes(version)).slice(-tooMany);
}

/** The version of what is stored that an entry leads to; null where it leads to none of them. */
export const versionInUse = (
  entry: Pick<Extension, 'realPath'> | undefined,
  stored: readonly Stored[],
): string | null => stored.find(({ path }) => path === entry?.realPath)?.version ?? null;

/** What of the host's stores goes by the changes that ask systemd-sysupdate to delete old versions. */
export function surplusOfChanges(system: System, changes: readonly Change[]): DeletedVersion[] {
  return changes.filter(isVacuumTransfer).flatMap(({ class: extensionClass, name, component }) => {
    const transfer = componentsIn(system.definitions).find(
      (one) => one.component === component && one.class === extensionClass && one.name === name,
    )?.transfer;
    if (transfer == null) return [];
    const entry = system.extensions.find(
      (one) => one.class === extensionClass && one.name === name && one.listed && !one.masks,
    );
    try {
      const stored = storedByTransfer(system, transfer);
      return surplusOf(stored, transfer, versionInUse(entry, stored)).map(({ version, size }) => ({
        class: extensionClass,
        name,
        version,
        size,
      }));
    } catch (error) {
      // Then systemd-sysupdate gives up as well.
      if (error instanceof TransferFileError) return [];
      throw error;
    }
  });
}
