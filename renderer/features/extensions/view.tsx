import { useMemo } from 'react';
import { t } from '../../../shared/messages/translate.ts';
import { Panes } from '../../components/panes.tsx';
import { ViewHeader } from '../../components/view-header.tsx';
import { useStore } from '../../state/store.ts';
import { Details } from './details.tsx';
import { EmptyState } from './empty-state.tsx';
import { ExtensionList } from './extension-list.tsx';
import { Filters } from './filters.tsx';
import { Notices } from './notices.tsx';
import { groupRows, rowsOf } from './rows.ts';
import { Selection } from './selection.tsx';

/** The home of the window: every extension, its pill, its switch, and why. */
export function ExtensionsView() {
  return (
    <>
      <ViewHeader title={t('Extensions')} />
      <ExtensionsBody />
    </>
  );
}

function ExtensionsBody() {
  const snapshot = useStore((state) => state.snapshot);
  const showMaskEntries = useStore((state) => state.settings.showMaskEntries);
  const filter = useStore((state) => state.filter);
  const sort = useStore((state) => state.sort);
  const selected = useStore((state) => state.selected);
  const detailsWidth = useStore((state) => state.detailsWidth);
  const setView = useStore((state) => state.setView);
  const rows = useMemo(() => (snapshot === null ? [] : rowsOf(snapshot, showMaskEntries)), [snapshot, showMaskEntries]);
  const groups = useMemo(() => groupRows(rows, filter, sort), [rows, filter, sort]);
  if (snapshot === null) return null;
  const chosen = rows.filter((row) => selected.includes(row.key));
  const [only] = chosen;
  return (
    <Panes
      width={detailsWidth}
      onWidth={(width) => setView({ detailsWidth: width })}
      aside={
        only === undefined ? null : chosen.length === 1 ? (
          <Details key={only.key} row={only} />
        ) : (
          <Selection rows={chosen} />
        )
      }
    >
      <Notices snapshot={snapshot} />
      {rows.length === 0 ? (
        <EmptyState snapshot={snapshot} />
      ) : (
        <>
          <Filters rows={rows} />
          <ExtensionList groups={groups} />
        </>
      )}
    </Panes>
  );
}
