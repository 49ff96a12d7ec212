/** In which group of the updates an extension stands. */
import { canUpdate, storedNewer } from '../../../shared/changes/updatable.ts';
import { currentLanguage } from '../../../shared/messages/language.ts';
import type { Extension } from '../../../shared/model/extension.ts';
import type { Unasked, UpdateItem } from '../../../shared/model/update.ts';

export type UpdateGroup = 'updates' | 'held' | 'unfit' | 'unknown' | 'current';

/**
 * The versions that "Delete" takes away. By a transfer file of somebody else as many stay as that says, and systemd-sysupdate
 * deletes them: `by` is its component; of all else the newest stay, and Veneer does.
 *
 * @param keep how many older versions stay, by Settings
 */
export function versionsToDelete(
  item: Pick<UpdateItem, 'stored' | 'surplus' | 'installed' | 'component' | 'isOurs' | 'way'>,
  keep: number,
): { readonly by: string | null; readonly versions: readonly string[] } {
  const { stored, surplus, installed, component, isOurs, way } = item;
  if (component !== null && !isOurs && way === 'sysupdate') return { by: component, versions: surplus };
  return { by: null, versions: stored.filter((version) => version !== installed).slice(keep) };
}

/**
 * What is up to date is only what was asked for and has an answer.
 *
 * @param unasked who could not be asked in the last look
 */
export function updateGroupOf(item: UpdateItem, unasked: readonly Unasked[]): UpdateGroup {
  const { newest, pinned, held, fits, problem, source, name, elsewhere } = item;
  if (canUpdate(item)) return 'updates';
  if (pinned !== null || held || storedNewer(item) !== null) return 'held';
  if (newest !== null && fits === false) return 'unfit';
  if (newest !== null || elsewhere.length > 0) return problem === null ? 'updates' : 'unknown';
  const isUnasked = unasked.some((one) => one.name === source || one.name === name);
  return problem !== null || isUnasked ? 'unknown' : 'current';
}

/** What counts on the host and has no known source, so that nobody looks for something newer; by name, as what has one. */
export function sourcelessIn(extensions: readonly Extension[], items: readonly UpdateItem[]): Extension[] {
  const known = new Set(items.map((one) => `${one.class}/${one.name}`));
  return extensions
    .filter((one) => one.listed && !one.masks && one.shadowedBy === null && !known.has(`${one.class}/${one.name}`))
    .sort((a, b) => a.name.localeCompare(b.name, currentLanguage()));
}
