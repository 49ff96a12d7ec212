import { ChevronDown, ChevronRight, TriangleAlert } from 'lucide-react';
import { useMemo, useState } from 'react';
import { GridList, GridListItem } from 'react-aria-components/GridList';
import { ListLayout, Virtualizer } from 'react-aria-components/Virtualizer';
import type { ContentEntry } from '../../../shared/model/extension.ts';
import { formatBytes } from '../../format.ts';
import { firstOpen, type TreeRow, visibleRows } from './contents-rows.ts';
import './contents-tree.css';
import { t } from '../../../shared/messages/translate.ts';
import { Name } from '../../components/name.tsx';

const ROW_HEIGHT = 22;
const MOST_ROWS = 18;
const INDENT = 14;

/** The tree, virtualised; Enter or a click opens a folder, or shows a file. */
export function ContentsTree({
  entries,
  query,
  onOpenFile,
}: {
  readonly entries: readonly ContentEntry[];
  readonly query: string;
  readonly onOpenFile: (path: string) => void;
}) {
  const [chosen, setOpen] = useState<ReadonlySet<string> | null>(null);
  // Until a person opens or closes something, the first folders are open, also those that come later.
  const open = useMemo(() => chosen ?? firstOpen(entries), [chosen, entries]);
  const rows = useMemo(() => visibleRows(entries, open, query), [entries, open, query]);
  const toggleFolder = (path: string) => {
    const next = new Set(open);
    if (!next.delete(path)) next.add(path);
    setOpen(next);
  };
  const actOn = (path: string) => {
    const entry = entries.find((one) => one.path === path);
    if (entry?.type === 'file') onOpenFile(path);
    else if (entry?.type === 'directory') toggleFolder(path);
  };
  return (
    <Virtualizer layout={ListLayout} layoutOptions={{ rowSize: ROW_HEIGHT }}>
      <GridList
        aria-label={t('Contents')}
        className="contents mono"
        style={{ height: Math.min(Math.max(rows.length, 1), MOST_ROWS) * ROW_HEIGHT }}
        items={rows}
        dependencies={[open]}
        onAction={(key) => actOn(String(key))}
        renderEmptyState={() => <span className="muted">{t('Nothing found.')}</span>}
      >
        {(row) => (
          <GridListItem id={row.entry.path} textValue={row.name} className="contents-row">
            <TreeLine row={row} />
          </GridListItem>
        )}
      </GridList>
    </Virtualizer>
  );
}

function TreeLine({ row: { entry, name, level, open } }: { readonly row: TreeRow }) {
  const Chevron = open ? ChevronDown : ChevronRight;
  return (
    <span className="contents-line" style={{ paddingInlineStart: (level - 1) * INDENT }}>
      <span className="contents-chevron">{open === null ? null : <Chevron aria-hidden size={12} />}</span>
      <span className={open === null ? 'contents-name' : 'contents-name muted'}>
        <Name>{name}</Name>
        {entry.target === null ? null : (
          <span className="muted">
            {' → '}
            <Name>{entry.target}</Name>
          </span>
        )}
      </span>
      <span className="contents-facts muted">{factsOf(entry)}</span>
      {entry.overrides.length > 0 ? (
        <span className="contents-mark" title={t('overrides {names}', { names: entry.overrides.join(', ') })}>
          <TriangleAlert aria-hidden size={11} /> {t('overrides {names}', { names: entry.overrides.join(', ') })}
        </span>
      ) : null}
      {entry.hiddenBy.length > 0 ? (
        <span className="contents-mark" title={t('hidden by {names}', { names: entry.hiddenBy.join(', ') })}>
          <TriangleAlert aria-hidden size={11} /> {t('hidden by {names}', { names: entry.hiddenBy.join(', ') })}
        </span>
      ) : null}
    </span>
  );
}

/** Size, mode and owner, as far as they are not what one expects. */
function factsOf({ type, size, mode, uid, gid }: ContentEntry): string {
  const owner = uid === 0 && gid === 0 ? null : `${uid}:${gid}`;
  const parts = [type === 'file' ? formatBytes(size) : null, mode.toString(8).padStart(4, '0'), owner];
  return parts.filter((part) => part !== null).join(' ');
}
