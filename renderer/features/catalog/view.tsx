import { useDeferredValue, useEffect, useMemo } from 'react';
import { installedVersions, searchCatalog } from '../../../shared/remotes/catalog-search.ts';
import { Panes } from '../../components/panes.tsx';
import { inBackground } from '../../state/in-background.ts';
import { store, useStore } from '../../state/store.ts';
import { CatalogFilters } from './catalog-filters.tsx';
import { CatalogList } from './catalog-list.tsx';
import { EntryDetails } from './entry-details.tsx';
import { NoRemotes, RemoteNotices } from './remote-notices.tsx';
import './view.css';
import { t } from '../../../shared/messages/translate.ts';
import { ViewHeader } from '../../components/view-header.tsx';

/** What the remotes have: found as one types, with the pill before anything is downloaded. */
export function CatalogView() {
  return (
    <>
      <ViewHeader title={t('Catalog')} />
      <CatalogBody />
    </>
  );
}

function CatalogBody() {
  const catalog = useStore((state) => state.catalog);
  const entries = useStore((state) => state.entries);
  const query = useStore((state) => state.query);
  const chosenKey = useStore((state) => state.chosenEntry);
  const extensions = useStore((state) => state.snapshot?.extensions ?? null);
  const detailsWidth = useStore((state) => state.detailsWidth);
  const setView = useStore((state) => state.setView);
  const connection = useStore((state) => state.connection);
  useEffect(() => {
    if (connection === 'open') inBackground(store.getState().watchCatalog());
  }, [connection]);
  const installed = useMemo(() => installedVersions(extensions ?? []), [extensions]);
  // What is typed is shown at once; the list follows.
  const deferred = useDeferredValue(query);
  const found = useMemo(() => searchCatalog(entries, deferred, installed), [entries, deferred, installed]);
  if (catalog === null) return null;
  if (!catalog.remotes.some(({ enabled }) => enabled)) return <NoRemotes remotes={catalog.remotes} />;
  const chosen = entries.find(({ key }) => key === chosenKey) ?? null;
  return (
    <Panes
      width={detailsWidth}
      onWidth={(width) => setView({ detailsWidth: width })}
      aside={chosen === null ? null : <EntryDetails key={chosen.key} entry={chosen} installed={installed} />}
    >
      <CatalogFilters catalog={catalog} entries={entries} found={found.length} installed={installed} />
      <RemoteNotices remotes={catalog.remotes} />
      <CatalogList entries={found} installed={installed} isReading={catalog.isReading} isBare={entries.length === 0} />
    </Panes>
  );
}
