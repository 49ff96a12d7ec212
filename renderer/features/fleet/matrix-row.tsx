// biome-ignore-all lint/a11y/useSemanticElements: a table lays out all of its rows
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus, and names the cell that it stands for

import { Unplug } from 'lucide-react';
import { memo } from 'react';
import { keyOf } from '../../../shared/fleet/differ.ts';
import type { FleetExtension, FleetHost, FleetRow } from '../../../shared/model/fleet.ts';
import { Name } from '../../components/name.tsx';
import { cellSentence, cellText, hostSentence, LOOKS, osText, whyNoRows } from './cell-words.ts';
import type { Place } from './key-move.ts';
import { hasRows, isOther } from './matrix.ts';

/** The `aria-rowindex` of the first host, below the head. */
const FIRST_ROW = 2;
/** Columns before the extensions: the host and its OS. */
export const FIRST_EXTENSION = 2;

export const cellId = (grid: string, row: number, column: number): string => `${grid}-${row}-${column}`;

/** Of the cell that an element stands in; null for none, and for the head. The grid hears the presses: React gives each cell that does a listener. */
export function placeOf(element: Element): Place | null {
  const column = element.closest('[aria-colindex]')?.getAttribute('aria-colindex');
  const row = element.closest('[aria-rowindex]')?.getAttribute('aria-rowindex');
  if (column == null || row == null) return null;
  const place = { row: Number(row) - FIRST_ROW, column: Number(column) - 1 };
  return place.row < 0 ? null : place;
}

/** Made once, so that React knows them again: icons that were drawn anew were a quarter of what a key allocates. */
const SIGNS = Object.fromEntries(
  Object.entries(LOOKS).map(([state, { Icon }]) => [
    state,
    <Icon key={state} aria-hidden size={14} strokeWidth={1.8} />,
  ]),
);

interface Props {
  readonly grid: string;
  readonly at: number;
  /** Pixels. */
  readonly top: number;
  readonly host: FleetHost;
  readonly rows: ReadonlyMap<string, FleetRow> | undefined;
  readonly extensions: readonly FleetExtension[];
  readonly offsets: readonly number[];
  /** The columns of extensions that are drawn, counted from zero. */
  readonly columns: readonly number[];
  /** Taken from a column for its key. */
  readonly base: number;
  /** Of the cell that has the focus; null where that is none of this row. */
  readonly active: number | null;
  readonly isChosen: boolean;
  /** What differs from it is told; null where nothing is compared, or for the host that the others are compared with. */
  readonly reference: FleetHost | null;
  readonly referenceRows: ReadonlyMap<string, FleetRow> | undefined;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** One host. The grid that it stands in hears the keys and has the focus. */
export const MatrixRow = memo(function MatrixRow(props: Props) {
  const { grid, at, top, host, offsets, active, isChosen } = props;
  const cell = (column: number) => ({
    id: cellId(grid, at, column),
    'aria-colindex': column + 1,
    className: `fleet-cell${active === column ? ' fleet-focus' : ''}`,
  });
  const [, ofOs = 0, ofExtensions = 0] = offsets;
  const { className: hostClass, ...hostCell } = cell(0);
  return (
    <div
      role="row"
      className={`fleet-row${isChosen ? ' fleet-chosen' : ''}`}
      aria-rowindex={at + FIRST_ROW}
      aria-selected={isChosen}
      style={{ top }}
    >
      <div
        {...hostCell}
        role="rowheader"
        className={`${hostClass} fleet-host`}
        style={{ width: ofOs }}
        title={hostSentence(host, props.now)}
      >
        <span className="fleet-words">
          <Name>{host.name}</Name>
        </span>
      </div>
      <div
        {...cell(1)}
        role="gridcell"
        style={{ insetInlineStart: ofOs, width: ofExtensions - ofOs }}
        title={osText(host)}
      >
        <span className="fleet-words muted">
          <bdi>{osText(host)}</bdi>
        </span>
      </div>
      {hasRows(host) ? <Cells {...props} /> : <NoRows {...props} cell={cell} />}
    </div>
  );
});

type CellOf = (column: number) => {
  readonly id: string;
  readonly 'aria-colindex': number;
  readonly className: string;
};

function Cells({ grid, at, host, rows, extensions, offsets, columns, base, active, reference, referenceRows }: Props) {
  return columns.map((of) => {
    const extension = extensions[of];
    if (extension === undefined) return null;
    const key = keyOf(extension);
    const column = of + FIRST_EXTENSION;
    const start = offsets[column] ?? 0;
    return (
      <Cell
        // By its place: what a filter leaves is drawn into the elements that are there, instead of a thousand new ones.
        key={of - base}
        {...{ grid, at, column, host, reference, start }}
        name={extension.name}
        row={rows?.get(key)}
        there={referenceRows?.get(key)}
        width={(offsets[column + 1] ?? start) - start}
        isActive={active === column}
      />
    );
  });
}

/** Drawn again only where it is another: of a thousand cells that scroll by, most stay, and each says a whole sentence. */
const Cell = memo(function Cell({
  grid,
  at,
  column,
  host,
  reference,
  start,
  name,
  row,
  there,
  width,
  isActive,
}: Pick<Props, 'grid' | 'at' | 'host' | 'reference'> & {
  readonly column: number;
  /** Pixels. */
  readonly start: number;
  readonly width: number;
  readonly name: string;
  readonly row: FleetRow | undefined;
  readonly there: FleetRow | undefined;
  readonly isActive: boolean;
}) {
  const differs = reference !== null && isOther(row, there);
  const sentence = cellSentence(
    name,
    host,
    row,
    differs && reference !== null ? { host: reference, row: there } : null,
  );
  const look = row === undefined ? null : LOOKS[row.state];
  const classes = ['fleet-cell', isActive && 'fleet-focus', look && `fleet-${look.kind}`, differs && 'fleet-differs'];
  return (
    <div
      id={cellId(grid, at, column)}
      role="gridcell"
      aria-colindex={column + 1}
      className={classes.filter(Boolean).join(' ')}
      style={{ insetInlineStart: start, width }}
      aria-label={sentence}
      title={sentence}
    >
      {look === null || row === undefined ? (
        <span className="muted">–</span>
      ) : (
        <>
          {SIGNS[row.state]}
          <bdi className="fleet-words">{cellText(row)}</bdi>
        </>
      )}
    </div>
  );
});

/** Of a host that was not read: why, across all of its columns. */
function NoRows({ host, offsets, extensions, active, now, cell }: Props & { readonly cell: CellOf }) {
  const { className, ...rest } = cell(FIRST_EXTENSION);
  const why = whyNoRows(host, now);
  const isActive = active !== null && active >= FIRST_EXTENSION;
  return (
    <div
      {...rest}
      role="gridcell"
      aria-colspan={Math.max(1, extensions.length)}
      className={`${className} fleet-why${host.state === 'failed' ? ' fleet-warning' : ''}${isActive ? ' fleet-focus' : ''}`}
      style={{
        insetInlineStart: offsets[FIRST_EXTENSION],
        width: (offsets.at(-1) ?? 0) - (offsets[FIRST_EXTENSION] ?? 0),
      }}
      title={why}
    >
      {host.state === 'failed' ? <Unplug aria-hidden size={14} strokeWidth={1.8} /> : null}
      <span className="fleet-words fleet-why-words selectable">{why}</span>
    </div>
  );
}
