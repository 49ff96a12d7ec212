import { Plus } from 'lucide-react';
import { useDeferredValue, useEffect, useMemo, useState } from 'react';
import { say } from '../../../shared/messages/say.ts';
import { t } from '../../../shared/messages/translate.ts';
import { sumOfFolders } from '../../components/folder-sizes.ts';
import { InstallButton } from '../../components/install-button.tsx';
import { Panes } from '../../components/panes.tsx';
import { useFoundFiles } from '../../components/use-found-files.ts';
import { useHostDetails } from '../../components/use-host-details.ts';
import { useStorage } from '../../components/use-storage.ts';
import { ViewHeader } from '../../components/view-header.tsx';
import { useStore } from '../../state/store.ts';
import { useServiceStates } from '../../state/use-services.ts';
import { ColumnHeads } from './column-heads.tsx';
import { Details } from './details.tsx';
import { EmptyState } from './empty-state.tsx';
import { ExtensionList } from './extension-list.tsx';
import { Filters } from './filters.tsx';
import { FirstSteps } from './first-steps.tsx';
import { FILTERS, groupRows, matchesText } from './groups.ts';
import { Notices } from './notices.tsx';
import { type Row, replacementsOf, rowsOf } from './rows.ts';
import { Selection } from './selection.tsx';
import { SpaceLine } from './space-line.tsx';
import { StatusBand } from './status-band.tsx';
import './view.css';

/** The home of the window: every extension, its state, its switch, and why. */
export function ExtensionsView() {
  // What is different in the sandbox, and why it can only list where it can.
  const note = useStore((state) => state.snapshot?.host.sandboxNote ?? null);
  return (
    <>
      <ViewHeader title={t('Extensions')} subtitle={note === null ? null : say(note)}>
        <InstallButton>
          <Plus aria-hidden size={14} /> {t('Install…')}
        </InstallButton>
      </ViewHeader>
      <ExtensionsBody />
    </>
  );
}

/** Each time that a text is begun, folders are looked at again. */
function useSitting(text: string): number {
  const [sitting, setSitting] = useState(Math.random);
  const isEmpty = text === '';
  useEffect(() => {
    if (isEmpty) setSitting(Math.random());
  }, [isEmpty]);
  return sitting;
}

function ExtensionsBody() {
  const snapshot = useStore((state) => state.snapshot);
  const filter = useStore((state) => state.filter);
  const filterText = useDeferredValue(useStore((state) => state.filterText));
  const sort = useStore((state) => state.sort);
  const isReversed = useStore((state) => state.sortReversed);
  const folded = useStore((state) => state.folded);
  const selected = useStore((state) => state.selected);
  const detailsWidth = useStore((state) => state.detailsWidth);
  const setView = useStore((state) => state.setView);
  const isLater = useIsLater();
  const details = useHostDetails(isLater);
  const layers = details?.layers ?? null;
  const storage = useStorage(isLater);
  const servicesOf = useServiceStates();
  const replacements = useMemo(() => replacementsOf(layers ?? []), [layers]);
  const folders = details?.folderSizes;
  const rows = useMemo(
    () => (snapshot === null ? [] : rowsOf(snapshot, replacements, servicesOf, folders)),
    [snapshot, replacements, servicesOf, folders],
  );
  const sitting = useSitting(filterText);
  const bringing = useFoundFiles(filterText, sitting)?.extensions;
  const groups = useMemo(() => {
    const isMeant = (row: Row) => matchesText(row, filterText) || bringing?.includes(row.key) === true;
    const shown = rows.filter((row) => FILTERS[filter].test(row) && isMeant(row));
    return groupRows(shown, sort, filterText === '' ? folded : [], isReversed);
  }, [rows, filter, filterText, bringing, sort, isReversed, folded]);
  if (snapshot === null) return null;
  const chosen = rows.filter((row) => selected.includes(row.key));
  const [only] = chosen;
  return (
    <div className="extensions">
      <StatusBand snapshot={snapshot} />
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
        <FirstSteps snapshot={snapshot} groups={groups} />
        <Notices snapshot={snapshot} details={details} />
        {rows.length === 0 ? (
          <EmptyState snapshot={snapshot} />
        ) : (
          <>
            <Filters rows={rows} />
            <ColumnHeads />
            <ExtensionList groups={groups} />
            {storage === null ? null : <SpaceLine storage={storage} folders={sumOfFolders(folders)} />}
          </>
        )}
      </Panes>
    </div>
  );
}

/** The list is there first; what only a look into the images tells follows. */
const LOOK_INSIDE_MS = 600;

function useIsLater(): boolean {
  const [isLater, setLater] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLater(true), LOOK_INSIDE_MS);
    return () => clearTimeout(timer);
  }, []);
  return isLater;
}
