/** What can be done with one row beside its switch: the same in the details and in the menu of the row. */

import { EMPTY_REQUEST } from '../../../shared/changes/empty-request.ts';
import { requestRemoval } from '../../../shared/changes/remove.ts';
import { switchTo } from '../../../shared/changes/switch.ts';
import { t } from '../../../shared/messages/translate.ts';
import { native } from '../../native.ts';
import { inBackground } from '../../state/in-background.ts';
import { store } from '../../state/store.ts';
import type { Row } from './rows.ts';

export interface RowAction {
  readonly id: 'switch-on' | 'switch-off' | 'take-out' | 'reveal' | 'copy-path';
  readonly label: string;
  run(): void;
}

/** In the order in which they are offered. */
export function rowActions(row: Row): RowAction[] {
  const { stage, reviewRequest, snapshot } = store.getState();
  const { extension } = row;
  const actions: RowAction[] = [];
  if (row.on === false && extension?.state !== 'ready') {
    actions.push({ id: 'switch-on', label: t('Unmask'), run: () => inBackground(stage(switchTo(true, row))) });
  }
  if (extension === null) return actions;
  if (extension.listed && !extension.masks) {
    actions.push({ id: 'switch-off', label: t('Mask'), run: () => inBackground(stage(switchTo(false, row))) });
  }
  // A removal takes the entry of the name that counts, so a hidden one offers none.
  if (extension.type === 'raw' && extension.state !== 'hidden' && !extension.path.startsWith('/usr/')) {
    const request = { ...EMPTY_REQUEST, changes: [requestRemoval(row)] };
    actions.push({
      id: 'take-out',
      label: t('Remove…'),
      run: () => inBackground(reviewRequest({ ...request, action: 'auto' })),
    });
  }
  const root = snapshot?.host.root ?? '/';
  const place = root === '/' ? extension.realPath : root + extension.realPath;
  if (native !== null) {
    actions.push({ id: 'reveal', label: t('Show in folder'), run: () => native?.reveal(place) });
  }
  const copyPlace = () => inBackground(navigator.clipboard.writeText(place));
  actions.push({ id: 'copy-path', label: t('Copy path'), run: copyPlace });
  return actions;
}
