import { useDeferredValue, useEffect, useMemo } from 'react';
import { t } from '../../../shared/messages/translate.ts';
import { installedVersions, isOfNoUse, searchCatalog, usableFirst } from '../../../shared/remotes/catalog-search.ts';
import { Button } from '../../components/button.tsx';
import { Panes } from '../../components/panes.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { ViewHeader } from '../../components/view-header.tsx';
import { DownloadsButton } from '../../shell/downloads-button.tsx';
import { inBackground } from '../../state/in-background.ts';
import { store, useStore } from '../../state/store.ts';
import { CatalogFilters } from './catalog-filters.tsx';
import { CatalogList } from './catalog-list.tsx';
import { EntryDetails } from './entry-details.tsx';
import { NoRemotes } from './no-remotes.tsx';
import { RemoteNotices } from './remote-notices.tsx';
import './view.css';

/** What the remotes have: found as one types, with whether it fits before anything is downloaded. */
export function CatalogView() {
  const setView = useStore((state) => state.setView);
  return (
    <>
      <ViewHeader title={t('Catalog')}>
        <DownloadsButton />
        <Button onPress={() => setView({ view: 'settings' })}>{t('Remotes…')}</Button>
      </ViewHeader>
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
  const matching = useMemo(() => {
    const filter = deferred.filter === 'fits' ? 'all' : deferred.filter;
    return usableFirst(searchCatalog(entries, { ...deferred, filter }, installed));
  }, [entries, deferred, installed]);
  const found = useMemo(
    () => (deferred.filter === 'fits' ? matching.filter((one) => !isOfNoUse(one)) : matching),
    [matching, deferred.filter],
  );
  if (catalog === null) return <Skeleton waitsFor={t('What is known of the remotes is being read.')} />;
  if (!catalog.remotes.some(({ enabled }) => enabled)) return <NoRemotes remotes={catalog.remotes} />;
  // What the list does not show is not explained beside it.
  const chosen = matching.find(({ key }) => key === chosenKey) ?? null;
  return (
    <Panes
      width={detailsWidth}
      onWidth={(width) => setView({ detailsWidth: width })}
      aside={chosen === null ? null : <EntryDetails key={chosen.key} entry={chosen} installed={installed} />}
    >
      <CatalogFilters catalog={catalog} found={found.length} />
      <RemoteNotices remotes={catalog.remotes} />
      <CatalogList
        entries={found}
        hidden={matching.length - found.length}
        installed={installed}
        isReading={catalog.isReading}
        isBare={entries.length === 0}
      />
    </Panes>
  );
}
