import { useMemo } from 'react';
import { PaneHandle } from '../../components/pane-handle.tsx';
import { useStore } from '../../state/store.ts';
import { DETAILS_WIDTH } from '../../state/view-slice.ts';
import { Details } from './details.tsx';
import { EmptyState } from './empty-state.tsx';
import { ExtensionList } from './extension-list.tsx';
import { Filters } from './filters.tsx';
import { Notices } from './notices.tsx';
import { groupRows, rowsOf } from './rows.ts';
import { Selection } from './selection.tsx';
import './view.css';
import { t } from '../../../shared/messages/translate.ts';

/** The home of the window: every extension, its badge, its switch, and why. */
export function ExtensionsView() {
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
    <div className="extensions">
      <div className="extensions-panes">
        <div className="extensions-main">
          <Notices snapshot={snapshot} />
          {rows.length === 0 ? (
            <EmptyState snapshot={snapshot} />
          ) : (
            <>
              <Filters rows={rows} />
              <ExtensionList groups={groups} />
            </>
          )}
        </div>
        {only === undefined ? null : (
          <>
            <PaneHandle
              label={t('Width of the details')}
              width={detailsWidth}
              least={DETAILS_WIDTH.least}
              most={DETAILS_WIDTH.most}
              onChange={(width) => setView({ detailsWidth: width })}
            />
            <aside className="details" style={{ width: detailsWidth }} aria-label={t('Details')}>
              {chosen.length === 1 ? <Details key={only.key} row={only} /> : <Selection rows={chosen} />}
            </aside>
          </>
        )}
      </div>
    </div>
  );
}
