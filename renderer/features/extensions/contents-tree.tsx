import { File, Folder, FolderOpen } from 'lucide-react';
import { useMemo, useState } from 'react';
import { GridList, GridListItem } from 'react-aria-components/GridList';
import { Virtualizer } from 'react-aria-components/Virtualizer';
import type { ContentEntry } from '../../../shared/model/extension.ts';
import { formatBytes } from '../../format.ts';
import { firstOpen, type TreeRow, visibleRows } from './contents-rows.ts';
import './contents-tree.css';
import { counted, t } from '../../../shared/messages/translate.ts';
import { Name } from '../../components/name.tsx';
import { RowsLayout } from '../../components/rows-layout.ts';

const ROW_HEIGHT = 26;
const MOST_ROWS = 20;
const INDENT = 14;

/** The tree, virtualised; Enter or a click opens a folder, or shows a file. */
export function ContentsTree({
  entries,
  query,
  only = null,
  onOpenFile,
}: {
  readonly entries: readonly ContentEntry[];
  readonly query: string;
  /** Of all entries only these, with the folders above them. */
  readonly only?: readonly ContentEntry[] | null;
  readonly onOpenFile: (path: string) => void;
}) {
  const [chosen, setOpen] = useState<ReadonlySet<string> | null>(null);
  // Until a person opens or closes something, the first folders are open, also those that come later.
  const open = useMemo(() => chosen ?? firstOpen(entries), [chosen, entries]);
  const rows = useMemo(() => visibleRows(entries, open, query, only), [entries, open, query, only]);
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
    <Virtualizer layout={RowsLayout} layoutOptions={{ rowSize: ROW_HEIGHT }}>
      <GridList
        aria-label={t('Files')}
        className="contents"
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
  const Icon = open === null ? File : open ? FolderOpen : Folder;
  const marks = marksOf(entry);
  return (
    <span className="contents-line" style={{ paddingInlineStart: (level - 1) * INDENT }} title={factsOf(entry)}>
      <Icon className="contents-icon" aria-hidden size={14} />
      <span className={`contents-name mono${open === null ? '' : ' muted'}`}>
        <Name>{name}</Name>
        {entry.target === null ? null : (
          <span className="muted">
            {' → '}
            <Name>{entry.target}</Name>
          </span>
        )}
      </span>
      {marks === null ? null : (
        <span className="contents-mark" title={[...entry.hiddenBy, ...entry.overrides].join(', ')}>
          {marks}
        </span>
      )}
      <span className="contents-size muted">{entry.type === 'file' ? formatBytes(entry.size) : ''}</span>
    </span>
  );
}

/** Whose file it takes the place of, or who takes its place; null for neither. */
function marksOf({ overrides, hiddenBy }: ContentEntry): string | null {
  const [first] = hiddenBy;
  if (first !== undefined)
    return hiddenBy.length === 1
      ? t('hidden by {names}', { names: first })
      : counted(hiddenBy.length, 'hidden by {count} other', 'hidden by {count} others');
  if (overrides.length === 0) return null;
  if (overrides.includes('base')) return t('replaces the OS');
  return overrides.length === 1
    ? t('replaces {names}', { names: overrides.join() })
    : counted(overrides.length, 'replaces {count} other', 'replaces {count} others');
}

/** Mode and owner, for whoever points at it. */
function factsOf({ path, mode, uid, gid }: ContentEntry): string {
  return `/${path}\n${mode.toString(8).padStart(4, '0')} ${uid}:${gid}`;
}
