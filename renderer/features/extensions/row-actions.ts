/** What can be done with one row beside its switch: the same in the details and in the menu of the row. */

import { EMPTY_REQUEST } from '../../../shared/changes/empty-request.ts';
import { requestRemoval } from '../../../shared/changes/remove.ts';
import { isRename } from '../../../shared/changes/rename.ts';
import { canUpdate, storedNewer } from '../../../shared/changes/updatable.ts';
import { storesOf } from '../../../shared/images/store.ts';
import { t } from '../../../shared/messages/translate.ts';
import type { Extension } from '../../../shared/model/extension.ts';
import type { UpdateItem, UpdateState } from '../../../shared/model/update.ts';
import { withStream } from '../../../shared/remotes/stream.ts';
import { takeStored } from '../../components/use-stored.tsx';
import { native } from '../../native.ts';
import { showExtension } from '../../shell/show-extension.ts';
import { showInCatalog } from '../../shell/show-in-catalog.ts';
import { inBackground } from '../../state/in-background.ts';
import { isOverSsh } from '../../state/over-ssh.ts';
import { summaryLookup } from '../../state/service-summary.ts';
import { store } from '../../state/store.ts';
import { RANK, type Row } from './rows.ts';
import { toggleRow } from './toggle-row.ts';

export interface RowAction {
  readonly id:
    | 'find-build'
    | 'right-name'
    | 'show-winner'
    | 'show-services'
    | 'start-waiting'
    | 'update-to'
    | 'use-newer'
    | 'versions'
    | 'release-file'
    | 'switch-on'
    | 'switch-off'
    | 'take-out'
    | 'show-in-host'
    | 'show-in-catalog'
    | 'reveal'
    | 'copy-name'
    | 'copy-path';
  readonly label: string;
  /** Why it cannot be done; such a one stands in the menu alone. */
  readonly reason?: string;
  /** It is the next step out of the state that the row is in. */
  readonly isPrimary: boolean;
  /** It changes something, and so waits for what is being changed, and for the connection. */
  readonly isChange: boolean;
  /** It stands in the menu alone. */
  readonly isMinor: boolean;
  run(): void;
}

const CHANGES: ReadonlySet<RowAction['id']> = new Set([
  'right-name',
  'start-waiting',
  'switch-on',
  'switch-off',
  'take-out',
  'update-to',
  'use-newer',
]);

/** A removal takes the entry of the name that counts, so a shadowed one has none. */
export const isRemovable = ({ extension, group }: Row): boolean =>
  extension?.type === 'raw' && group !== 'shadowed' && !extension.path.startsWith('/usr/');

/** A folder, which may hold what somebody works on: the helper deletes none. */
const isFolder = ({ extension, group }: Row): boolean =>
  (extension?.type === 'directory' || extension?.type === 'subvolume') && !extension.masks && group !== 'shadowed';

/** Whether its image stands in a store, with or without others of its name. */
const isByVersion = ({ class: extensionClass, path, realPath }: Extension): boolean =>
  path.endsWith('.raw.v') || storesOf(extensionClass).some(({ store }) => realPath.startsWith(`${store}/`));

/** What is known of newer versions of the entry that counts; null for nothing. */
export function updateOf(
  { class: extensionClass, name, extension }: Row,
  updates: UpdateState | null,
): UpdateItem | null {
  if (extension === null || !extension.listed || extension.masks) return null;
  return updates?.items.find((one) => one.class === extensionClass && one.name === name) ?? null;
}

export function reviewRemoval(rows: readonly Row[]): void {
  const request = { ...EMPTY_REQUEST, changes: rows.map((row) => requestRemoval(row)), action: 'auto' as const };
  inBackground(store.getState().reviewRequest(request));
}

export const copyText = (text: string): void => inBackground(navigator.clipboard.writeText(text));

/** In the order in which they are offered. */
export function rowActions(row: Row): RowAction[] {
  const { snapshot, updates, services } = store.getState();
  const { extension, enabled, name } = row;
  const actions: RowAction[] = [];
  const add = (id: RowAction['id'], label: string, run: () => void, kind: 'primary' | 'plain' | 'minor' = 'plain') =>
    actions.push({
      id,
      label,
      isPrimary: kind === 'primary',
      isMinor: kind === 'minor',
      isChange: CHANGES.has(id),
      run,
    });

  const doesNotFit = extension?.state === 'blocked';
  if (doesNotFit) add('find-build', t('Find a build that fits'), () => showInCatalog(name), 'primary');
  const renaming = extension?.warnings.flatMap(({ fix }) => fix?.changes ?? []).find(isRename);
  if (renaming !== undefined)
    add(
      'right-name',
      t('Rename to {name}…', { name: `${renaming.to}.raw` }),
      () => inBackground(store.getState().reviewRequest({ ...EMPTY_REQUEST, changes: [renaming], action: 'auto' })),
      'primary',
    );
  if (row.rank === RANK.services) add('show-services', t('Show its services'), () => showServices(row.key), 'primary');
  const waiting = extension?.merged === true ? (summaryLookup(services)(row)?.waiting ?? []) : [];
  if (waiting.length > 0)
    add(
      'start-waiting',
      t('Start its services'),
      () => inBackground(store.getState().startServicesOf(row, waiting)),
      row.isProblem ? 'plain' : 'primary',
    );
  const winner = snapshot?.extensions.find(({ path }) => path === extension?.shadowedBy);
  if (winner !== undefined)
    add('show-winner', t('Show the other one'), () => store.getState().setView({ selected: [winner.id] }), 'primary');
  if (enabled === false) add('switch-on', t('Enable'), () => toggleRow(row, true), 'primary');
  if (enabled === true && extension !== null) {
    const isStopping = extension.state === 'broken';
    const label = isStopping ? t('Leave it out') : t('Disable');
    add('switch-off', label, () => toggleRow(row, false), isStopping && renaming === undefined ? 'primary' : 'plain');
  }
  if (extension === null) return actions;
  const update = updateOf(row, updates);
  if (update !== null) {
    const newer = storedNewer(update);
    if (canUpdate(update)) {
      const version = withStream(update, update.newest ?? '');
      add('update-to', t('Update to {version}', { version }), () => {
        const { setView, update: updateNow } = store.getState();
        // There it is seen how far it is.
        setView({ view: 'updates' });
        inBackground(updateNow([update]));
      });
    }
    if (newer !== null)
      add('use-newer', t('Use {version}…', { version: newer }), () => inBackground(takeStored(update, newer)));
  }
  if (isRemovable(row)) add('take-out', t('Remove…'), () => reviewRemoval([row]));
  if (isFolder(row))
    actions.push({
      id: 'take-out',
      label: t('Remove…'),
      reason: t('Veneer deletes no folder. Disable it, or delete the folder by hand.'),
      isPrimary: false,
      isChange: true,
      isMinor: true,
      run: () => {},
    });
  const isFarAway = isOverSsh(store.getState());
  if (isByVersion(extension) && extension.state !== 'hidden' && !isFarAway)
    add('versions', t('Versions'), () => showExtension(row.key, { tab: 'versions' }), 'minor');
  const { releaseFile } = extension;
  if (releaseFile !== null)
    add(
      'release-file',
      t('Open release file'),
      () => showExtension(row.key, { tab: 'files', path: `/${releaseFile}` }),
      'minor',
    );
  if (extension.merged)
    add('show-in-host', t('Show in Host'), () => store.getState().setView({ view: 'host' }), 'minor');
  if (!doesNotFit) add('show-in-catalog', t('Show in Catalog'), () => showInCatalog(name), 'minor');
  const root = snapshot?.host.root ?? '/';
  const place = root === '/' || isFarAway ? extension.realPath : root + extension.realPath;
  if (native !== null && !isFarAway) add('reveal', t('Show in folder'), () => native?.reveal(place), 'minor');
  add('copy-name', t('Copy name'), () => copyText(name), 'minor');
  add('copy-path', t('Copy path'), () => copyText(place), 'minor');
  return actions;
}

function showServices(key: string): void {
  store.getState().setView({ selected: [key], detailsTab: 'services' });
}
