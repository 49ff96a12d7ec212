import { SearchX } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { GridList, GridListItem } from 'react-aria-components/GridList';
import { Virtualizer } from 'react-aria-components/Virtualizer';
import { counted, t } from '../../../shared/messages/translate.ts';
import type { CatalogEntry } from '../../../shared/model/catalog.ts';
import type { InstalledVersions } from '../../../shared/remotes/catalog-search.ts';
import { KNOWN_REMOTES } from '../../../shared/remotes/known-remotes.ts';
import { runCommand } from '../../commands/run.ts';
import { Button } from '../../components/button.tsx';
import { EmptyView } from '../../components/empty-view.tsx';
import { Name } from '../../components/name.tsx';
import { RowsLayout } from '../../components/rows-layout.ts';
import { Skeleton } from '../../components/skeleton.tsx';
import { Tile } from '../../components/tile.tsx';
import { formatBytes, formatDate } from '../../format.ts';
import { inBackground } from '../../state/in-background.ts';
import { store, useStore } from '../../state/store.ts';
import { EntryAction } from './entry-action.tsx';
import { toLookInto } from './to-look-into.ts';
import '../../components/list.css';

const ROW_HEIGHT = 54;
/** Who scrolls by looks at nothing. */
const REST_MS = 250;

const SHOWN_AT_FIRST = 100;
const SHOWN_MORE = 500;
/** Rows that are there before they are needed. */
const SHOWN_AHEAD = 60;

interface Props {
  readonly entries: readonly CatalogEntry[];
  /** How many are left out because they are of no use here. */
  readonly hidden: number;
  readonly installed: InstalledVersions;
  readonly isReading: boolean;
  /** Whether the remotes have nothing at all, so that no other filter would find anything. */
  readonly isBare: boolean;
}

/** The list, virtualised; what is seen of it is looked into, for whether it fits. */
export function CatalogList({ entries, hidden, installed, isReading, isBare }: Props) {
  const chosen = useStore((state) => state.chosenEntry);
  const choose = useStore((state) => state.chooseEntry);
  const downloads = useStore((state) => state.downloads);
  const frame = useRef<HTMLDivElement>(null);
  const shown = useShown(frame, entries);
  useLooks(frame, shown);
  return (
    <div className="list-frame catalog-list" ref={frame}>
      <Virtualizer layout={RowsLayout} layoutOptions={{ rowSize: ROW_HEIGHT }}>
        <GridList
          aria-label={t('Catalog')}
          className="list"
          items={shown}
          dependencies={[installed, downloads]}
          selectionMode="single"
          selectionBehavior="replace"
          selectedKeys={chosen === null ? [] : [chosen]}
          onSelectionChange={(keys) => choose(keys === 'all' ? null : (([...keys][0] as string | undefined) ?? null))}
          renderEmptyState={() => <Nothing isReading={isReading} isBare={isBare} />}
        >
          {(entry) => (
            <GridListItem id={entry.key} textValue={`${entry.name} ${entry.version}`} className="row">
              <EntryRow entry={entry} installed={installed} />
            </GridListItem>
          )}
        </GridList>
      </Virtualizer>
      <Hidden count={hidden} />
    </div>
  );
}

/** What the filter for what fits leaves out. */
function Hidden({ count }: { readonly count: number }) {
  const setQuery = useStore((state) => state.setQuery);
  if (count === 0) return null;
  return (
    <p className="muted catalog-hidden">
      {counted(count, '{count} that does not fit is hidden', '{count} that do not fit are hidden')}
      {' · '}
      <Button look="quiet" onPress={() => setQuery({ filter: 'all' })}>
        {t('Show')}
      </Button>
    </p>
  );
}

/** Why the list is empty, and what to do about that. */
function Nothing({ isReading, isBare }: Pick<Props, 'isReading' | 'isBare'>) {
  const query = useStore((state) => state.query);
  const setQuery = useStore((state) => state.setQuery);
  const text = query.text.trim();
  if (isBare && isReading) return <Skeleton waitsFor={t('The remotes that are on are being asked for their lists.')} />;
  if (isBare) {
    return (
      <EmptyView
        icon={SearchX}
        title={t('No remote has an extension')}
        actions={
          <Button look="primary" onPress={() => runCommand('add-remote')}>
            {t('Add a remote')}…
          </Button>
        }
      >
        {t('The remotes that are on list nothing, or could not be read.')}
      </EmptyView>
    );
  }
  return (
    <EmptyView
      icon={SearchX}
      title={text === '' ? t('Nothing to show') : t('Nothing matches “{text}”', { text })}
      actions={
        <Button look="primary" onPress={() => setQuery({ text: '', remote: null, filter: 'fits' })}>
          {t('Clear')}
        </Button>
      }
    >
      {t('Looked for in names, descriptions and remotes, and in programs and services of images that were read.')}
    </EmptyView>
  );
}

function EntryRow({ entry, installed }: { readonly entry: CatalogEntry; readonly installed: InstalledVersions }) {
  const { name, version, remote, releases, description, size, changedAt } = entry;
  const publisher = usePublisher(remote);
  const line = description ?? counted(releases, '{count} version', '{count} versions');
  return (
    <div className="row-content">
      <Tile name={name} class={entry.class} />
      <div className="row-text">
        <div className="row-name">
          <span className="row-title" title={name}>
            <Name>{name}</Name>
          </span>
          <span className="row-version" title={version}>
            {version}
          </span>
        </div>
        <div className="row-line" title={line}>
          {line}
        </div>
      </div>
      <span className="catalog-remote" title={remote}>
        {publisher ?? remote}
      </span>
      <span className="catalog-date">{changedAt === null ? '' : formatDate(changedAt)}</span>
      <span className="row-size">{size === null ? '' : formatBytes(size)}</span>
      <div className="entry-action">
        <EntryAction entry={entry} installed={installed} />
      </div>
    </div>
  );
}

/** Who runs a remote, where Veneer knows it; null for one that was added by hand, whatever it is called. */
const usePublisher = (remote: string): string | null =>
  useStore((state) => {
    const isKnown = state.catalog?.remotes.some(({ name, runBy }) => name === remote && runBy !== null) === true;
    return isKnown ? (KNOWN_REMOTES.find(({ name }) => name === remote)?.publisher ?? null) : null;
  });

/**
 * The first rows of a list, and more as one scrolls towards their end. The list keeps a record of every row that it is given,
 * seen or not, which for tens of thousands costs half a second at each key.
 */
function useShown(
  frame: { readonly current: HTMLDivElement | null },
  entries: readonly CatalogEntry[],
): readonly CatalogEntry[] {
  const query = useStore((state) => state.query);
  const [limit, setLimit] = useState(SHOWN_AT_FIRST);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another question begins at the top
  useEffect(() => {
    setLimit(SHOWN_AT_FIRST);
    frame.current?.querySelector('[role=grid]')?.scrollTo(0, 0);
  }, [query]);
  useEffect(() => {
    const list = frame.current?.querySelector('[role=grid]') ?? null;
    if (list === null || limit >= entries.length) return;
    const growList = () => {
      const left = list.scrollHeight - list.scrollTop - list.clientHeight;
      if (left < ROW_HEIGHT * SHOWN_AHEAD) setLimit(limit + SHOWN_MORE);
    };
    list.addEventListener('scroll', growList, { passive: true });
    return () => list.removeEventListener('scroll', growList);
  }, [frame, entries, limit]);
  return useMemo(() => entries.slice(0, limit), [entries, limit]);
}

/** Has the rows looked into that are on the screen, and their publishers asked for a description, and for the filter of what fits the first ones of all. */
function useLooks(frame: { readonly current: HTMLDivElement | null }, entries: readonly CatalogEntry[]): void {
  const filter = useStore((state) => state.query.filter);
  const all = useStore((state) => state.entries);
  useEffect(() => {
    if (filter === 'fits') inBackground(store.getState().predict(toLookInto(all)));
  }, [filter, all]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: other entries are other rows
  useEffect(() => {
    const list = frame.current?.querySelector('[role=grid]') ?? null;
    if (list === null) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const lookAtShown = () => {
      const keys = [...list.querySelectorAll<HTMLElement>('[role=row][data-key]')].flatMap(
        (row) => row.dataset['key'] ?? [],
      );
      inBackground(store.getState().predict(keys));
      inBackground(store.getState().describe(keys));
    };
    const lookLater = () => {
      clearTimeout(timer);
      timer = setTimeout(lookAtShown, REST_MS);
    };
    lookLater();
    list.addEventListener('scroll', lookLater, { passive: true });
    return () => {
      clearTimeout(timer);
      list.removeEventListener('scroll', lookLater);
    };
  }, [entries]);
}
