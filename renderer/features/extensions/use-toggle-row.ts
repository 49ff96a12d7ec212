import { requestFor } from '../../state/draft-slice.ts';
import { useStore } from '../../state/store.ts';
import type { Row } from './rows.ts';

/** What a switch does: stages a change, takes a staged one back, or applies at once where the person set that. */
export function useToggleRow(): (row: Row, on: boolean) => void {
  const stage = useStore((state) => state.stage);
  const unstage = useStore((state) => state.unstage);
  const applyNow = useStore((state) => state.applyNow);
  const atOnce = useStore((state) => state.settings.applyAtOnce);
  return (row, on) => {
    const change = { verb: on ? ('enable' as const) : ('disable' as const), class: row.class, name: row.name };
    if (atOnce) void applyNow(requestFor([change], 'auto'));
    else if (on === row.on) void unstage(change);
    else void stage(change);
  };
}
