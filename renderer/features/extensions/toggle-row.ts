import { switchTo } from '../../../shared/changes/switch.ts';
import { requestFor } from '../../state/draft-slice.ts';
import { inBackground } from '../../state/in-background.ts';
import { store } from '../../state/store.ts';
import type { Row } from './rows.ts';

/**
 * What a switch does: stages a change, takes a staged one back, or applies at once where the person set that.
 * It asks the store when it is used, for the list keeps drawn rows while settings change.
 */
export function toggleRow(row: Row, on: boolean): void {
  const { settings, applyNow, stage, unstage } = store.getState();
  const change = switchTo(on, row);
  if (settings.applyAtOnce) inBackground(applyNow(requestFor([change], 'auto')));
  else if (on === row.enabled) inBackground(unstage(change));
  else inBackground(stage(change));
}
