import { useEffect, useMemo, useRef, useState } from 'react';
import { GridList, GridListItem } from 'react-aria-components/GridList';
import { ListLayout, Virtualizer } from 'react-aria-components/Virtualizer';
import { say } from '../../../shared/messages/say.ts';
import { counted, t } from '../../../shared/messages/translate.ts';
import type { CatalogEntry } from '../../../shared/model/catalog.ts';
import { type InstalledVersions, installedOf, isUpdatable } from '../../../shared/remotes/catalog-search.ts';
import { Pill } from '../../components/pill.tsx';
import { formatBytes } from '../../format.ts';
import { inBackground } from '../../state/in-background.ts';
import { store, useStore } from '../../state/store.ts';
import '../../components/list.css';
import { FitPill } from '../../components/fit-pill.tsx';
import { Name } from '../../components/name.tsx';

const ROW_HEIGHT = 48;
/** Who scrolls by looks at nothing. */
const REST_MS = 250;
/** The filter for what fits looks into no more than these at once: servers are other people's. */
const MOST_LOOKS = 500;

const SHOWN_AT_FIRST = 100;
const SHOWN_MORE = 500;
/** Rows that are there before they are needed. */
const SHOWN_AHEAD = 60;

interface Props {
  readonly entries: readonly CatalogEntry[];
  readonly installed: InstalledVersions;
  readonly isReading: boolean;
  /** Whether the remotes have nothing at all, so that no other filter would find anything. */
  readonly isBare: boolean;
}

/** The list, virtualised; what is seen of it is looked into, for its pill. */
export function CatalogList({ entries, installed, isReading, isBare }: Props) {
  const chosen = useStore((state) => state.chosenEntry);
  const choose = useStore((state) => state.chooseEntry);
  const frame = useRef<HTMLDivElement>(null);
  const shown = useShown(frame, entries);
  useLooks(frame, shown);
  return (
    <div className="list-frame" ref={frame}>
      <Virtualizer layout={ListLayout} layoutOptions={{ rowSize: ROW_HEIGHT }}>
        <GridList
          aria-label={t('Catalog')}
          className="list"
          items={shown}
          dependencies={[installed]}
          selectionMode="single"
          selectionBehavior="replace"
          selectedKeys={chosen === null ? [] : [chosen]}
          onSelectionChange={(keys) => choose(keys === 'all' ? null : (([...keys][0] as string | undefined) ?? null))}
          renderEmptyState={() => (
            <p className="list-empty muted">
              {isReading
                ? t('Asking the servers…')
                : isBare
                  ? t('No remote that is on has told of an extension.')
                  : t('No extension is of this kind.')}
            </p>
          )}
        >
          {(entry) => (
            <GridListItem id={entry.key} textValue={entry.name} className="row">
              <EntryRow entry={entry} installed={installed} />
            </GridListItem>
          )}
        </GridList>
      </Virtualizer>
    </div>
  );
}

function EntryRow({ entry, installed }: { readonly entry: CatalogEntry; readonly installed: InstalledVersions }) {
  const { name, version, remote, releases, fits, reason, size } = entry;
  const current = installedOf(entry, installed);
  const line = [
    remote,
    releases === 1 ? null : counted(releases, '{count} version', '{count} versions'),
    reason === null ? null : say(reason),
  ]
    .filter(Boolean)
    .join(' · ');
  return (
    <div className="row-content">
      <div className="row-text">
        <div className="row-name">
          <span className="row-title">
            <Name>{name}</Name>
          </span>
          <span className="row-version">{version}</span>
        </div>
        <div className="row-line" title={line}>
          {line}
        </div>
      </div>
      <div className="row-pills">
        {entry.class === 'confext' ? <Pill kind="neutral">confext</Pill> : null}
        {current === null ? null : isUpdatable(entry, installed) ? (
          <Pill kind="warning">{t('{version} installed', { version: current })}</Pill>
        ) : (
          <Pill kind="neutral">{t('Installed')}</Pill>
        )}
        {reason === null ? null : <FitPill fits={fits} />}
      </div>
      <span className="row-size">{size === null ? '' : formatBytes(size)}</span>
    </div>
  );
}

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

/** Has the rows looked into that are on the screen, and for the filter of what fits the ones nobody looked at. */
function useLooks(frame: { readonly current: HTMLDivElement | null }, entries: readonly CatalogEntry[]): void {
  const filter = useStore((state) => state.query.filter);
  const all = useStore((state) => state.entries);
  useEffect(() => {
    if (filter !== 'fits') return;
    const unknown = all.filter(({ reason }) => reason === null).slice(0, MOST_LOOKS);
    inBackground(store.getState().predict(unknown.map(({ key }) => key)));
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
