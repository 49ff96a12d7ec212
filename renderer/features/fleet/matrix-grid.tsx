// biome-ignore-all lint/a11y/useSemanticElements: a table lays out all of its rows
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus, and names the cell that it stands for
import { type KeyboardEvent, type MouseEvent, useEffect, useId, useMemo, useRef, useState } from 'react';
import { keyOf } from '../../../shared/fleet/differ.ts';
import { t } from '../../../shared/messages/translate.ts';
import { visibleText } from '../../../shared/messages/visible.ts';
import type { FleetHost } from '../../../shared/model/fleet.ts';
import { Name } from '../../components/name.tsx';
import { Tile } from '../../components/tile.tsx';
import { cellSentence, hostSentence, whyNoRows } from './cell-words.ts';
import { columnWidths, type ExtensionWidths } from './column-widths.ts';
import { indicesOf, offsetsOf, rangeOf, scrollTo } from './geometry.ts';
import { keyMove, type Place } from './key-move.ts';
import { type FleetIndex, hasRows, isOther, type Shown } from './matrix.ts';
import { cellId, FIRST_EXTENSION, MatrixRow, placeOf } from './matrix-row.tsx';
import { useBase } from './use-base.ts';
import { useSeen } from './use-seen.ts';

/** Pixels. */
const ROW = 38;
const HEAD = 44;
/** What is drawn beyond what is seen, so that no edge shows while one scrolls. */
const MORE = { rows: 4, columns: 2 };

/**
 * Hosts by extensions. However many there are, only cells that are seen are in the page; the grid itself has the focus and names the
 * cell that it stands for, which is always in the page.
 */
export function MatrixGrid({
  shown,
  index,
  widths,
  reference,
  least,
  chosen,
  now,
  onChoose,
}: {
  readonly shown: Shown;
  readonly index: FleetIndex;
  readonly widths: ExtensionWidths;
  /** The host of which differences are told; null for none. */
  readonly reference: FleetHost | null;
  /** Pixels that the columns take at least. */
  readonly least: number;
  /** The id of the host whose details are shown. */
  readonly chosen: string | null;
  readonly now: number;
  /** @param id null to close the details */
  readonly onChoose: (id: string | null) => void;
}) {
  const { hosts, extensions } = shown;
  const grid = useId();
  const box = useRef<HTMLDivElement>(null);
  const seen = useSeen(box);
  const [isFocused, setFocused] = useState(false);
  const [place, setPlace] = useState<Place>({ row: 0, column: 0 });
  const offsets = useMemo(
    () => offsetsOf(columnWidths(shown, widths, { host: t('Host'), os: t('OS') }), least),
    [shown, widths, least],
  );
  const lines = useMemo(() => Array.from({ length: hosts.length + 1 }, (_, at) => at * ROW), [hosts.length]);
  const most = { row: hosts.length - 1, column: FIRST_EXTENSION + Math.max(1, extensions.length) - 1 };
  const active = { row: Math.min(place.row, most.row), column: Math.min(place.column, most.column) };
  const activeHost = hosts[active.row];
  // All columns of a host that was not read are one cell.
  const activeColumn =
    activeHost === undefined || hasRows(activeHost) ? active.column : Math.min(active.column, FIRST_EXTENSION);

  const ofExtensions = useMemo(() => offsets.slice(FIRST_EXTENSION), [offsets]);
  const sticky = offsets[1] ?? 0;
  const columnsSeen = rangeOf(ofExtensions, seen.start, seen.width, MORE.columns);
  const rowsSeen = rangeOf(lines, seen.top, Math.max(0, seen.height - HEAD), MORE.rows);
  const columnBase = useBase(columnsSeen);
  const rowBase = useBase(rowsSeen);
  const also = active.column >= FIRST_EXTENSION ? active.column - FIRST_EXTENSION : null;
  const { from, to } = columnsSeen;
  const columns = useMemo(() => indicesOf({ from, to }, also), [from, to, also]);

  const onClick = (event: MouseEvent<HTMLDivElement>) => {
    const pressed = event.target instanceof Element ? placeOf(event.target) : null;
    if (pressed === null) return;
    setPlace(pressed);
    const id = hosts[pressed.row]?.id;
    if (id !== undefined) onChoose(id);
  };

  const show = ({ row, column }: Place) => {
    const element = box.current;
    if (element === null) return;
    const height = element.clientHeight - HEAD;
    element.scrollTop = scrollTo(
      { from: row * ROW, to: (row + 1) * ROW },
      { from: element.scrollTop, to: element.scrollTop + height },
    );
    if (column === 0) return;
    const start = Math.abs(element.scrollLeft);
    const span = { from: offsets[column] ?? 0, to: offsets[column + 1] ?? 0 };
    // The hosts stay at the edge, over what is below them.
    const shownAt = scrollTo(span, { from: start + sticky, to: start + element.clientWidth }) - sticky;
    element.scrollLeft = isFromRight(element) ? -shownAt : shownAt;
  };

  // Beside the details there is less room, and what they are about is to be seen.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only where the room or the host is another
  useEffect(() => {
    const row = hosts.findIndex(({ id }) => id === chosen);
    if (row >= 0 && row === active.row) show({ ...active, column: activeColumn });
  }, [chosen, seen.height, seen.width]);

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const element = event.currentTarget;
    if (event.altKey || event.shiftKey) return;
    if (event.key === 'Escape' && chosen !== null) onChoose(null);
    else if ((event.key === 'Enter' || event.key === ' ') && !event.ctrlKey && activeHost !== undefined)
      onChoose(activeHost.id);
    else {
      const page = Math.max(1, Math.floor((element.clientHeight - HEAD) / ROW) - 1);
      const to = keyMove(event, { ...active, column: activeColumn }, most, page, isFromRight(element));
      if (to === null) return;
      setPlace(to);
      show(to);
    }
    event.preventDefault();
  };

  /** Of the cell that has the focus: what the pointer is told by staying on it. */
  const about = (): string => {
    if (activeHost === undefined) return '';
    const extension = extensions[activeColumn - FIRST_EXTENSION];
    if (activeColumn < FIRST_EXTENSION) return hostSentence(activeHost, now);
    if (extension === undefined || !hasRows(activeHost)) return whyNoRows(activeHost, now);
    const rowOn = (host: FleetHost) => index.get(host.id)?.get(keyOf(extension));
    const [row, there] = [rowOn(activeHost), reference === null ? undefined : rowOn(reference)];
    const differs = reference !== null && reference !== activeHost && isOther(row, there);
    return cellSentence(extension.name, activeHost, row, differs ? { host: reference, row: there } : null);
  };

  const width = offsets.at(-1) ?? 0;
  const [, ofOs = 0, osEnd = 0] = offsets;
  return (
    <>
      <div
        ref={box}
        className="fleet-grid"
        role="grid"
        tabIndex={0}
        aria-label={t('Hosts and their extensions')}
        aria-rowcount={hosts.length + 1}
        aria-colcount={most.column + 1}
        aria-readonly
        aria-activedescendant={activeHost === undefined ? undefined : cellId(grid, active.row, activeColumn)}
        onClick={onClick}
        onKeyDown={onKeyDown}
        onFocus={() => setFocused(true)}
        onBlur={() => setFocused(false)}
      >
        <div role="presentation" className="fleet-sheet" style={{ width, height: HEAD + hosts.length * ROW }}>
          <div role="row" className="fleet-head" aria-rowindex={1}>
            <div role="columnheader" aria-colindex={1} className="fleet-cell fleet-host" style={{ width: ofOs }}>
              {t('Host')}
            </div>
            <div
              role="columnheader"
              aria-colindex={2}
              className="fleet-cell"
              style={{ insetInlineStart: ofOs, width: osEnd - ofOs }}
            >
              {t('OS')}
            </div>
            {columns.map((at) => {
              const extension = extensions[at];
              if (extension === undefined) return null;
              const start = ofExtensions[at] ?? 0;
              return (
                <div
                  key={at - columnBase}
                  role="columnheader"
                  aria-colindex={at + FIRST_EXTENSION + 1}
                  className="fleet-cell"
                  style={{ insetInlineStart: start, width: (ofExtensions[at + 1] ?? start) - start }}
                >
                  <Tile name={extension.name} class={extension.class} size={22} />
                  <span className="fleet-words" title={visibleText(extension.name)}>
                    <Name>{extension.name}</Name>
                  </span>
                </div>
              );
            })}
          </div>
          <div
            role="presentation"
            className="fleet-body"
            style={
              { '--seen': `${seen.width}px`, '--hosts': `${sticky}px`, '--before': `${osEnd}px` } as React.CSSProperties
            }
          >
            {indicesOf(rowsSeen, activeHost === undefined ? null : active.row).map((at) => {
              const host = hosts[at];
              return host === undefined ? null : (
                <MatrixRow
                  key={at - rowBase}
                  grid={grid}
                  at={at}
                  top={at * ROW}
                  host={host}
                  rows={index.get(host.id)}
                  extensions={extensions}
                  offsets={offsets}
                  columns={columns}
                  base={columnBase}
                  active={at === active.row ? activeColumn : null}
                  isChosen={host.id === chosen}
                  reference={reference === null || reference === host ? null : reference}
                  referenceRows={reference === null ? undefined : index.get(reference.id)}
                  now={now}
                />
              );
            })}
          </div>
        </div>
      </div>
      <p className="fleet-about muted" aria-hidden>
        {isFocused ? about() : null}
      </p>
    </>
  );
}

const isFromRight = (element: Element): boolean => getComputedStyle(element).direction === 'rtl';
