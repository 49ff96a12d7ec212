// biome-ignore-all lint/a11y/useSemanticElements: a table lays out all of its rows
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus, and names the cell that it stands for
// biome-ignore-all lint/a11y/useKeyWithClickEvents: the grid hears the keys

import { Unplug } from 'lucide-react';
import { memo } from 'react';
import { keyOf } from '../../../shared/fleet/differ.ts';
import type { FleetExtension, FleetHost, FleetRow } from '../../../shared/model/fleet.ts';
import { Name } from '../../components/name.tsx';
import { cellSentence, cellText, hostSentence, LOOKS, osText, whyNoRows } from './cell-words.ts';
import { hasRows, isOther } from './matrix.ts';

/** Columns before the extensions: the host and its OS. */
export const FIRST_EXTENSION = 2;

export const cellId = (grid: string, row: number, column: number): string => `${grid}-${row}-${column}`;

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
  /** Of the cell that has the focus; null where that is none of this row. */
  readonly active: number | null;
  readonly isChosen: boolean;
  /** What differs from it is told; null where nothing is compared, or for the host that the others are compared with. */
  readonly reference: FleetHost | null;
  readonly referenceRows: ReadonlyMap<string, FleetRow> | undefined;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly onPress: (row: number, column: number) => void;
}

/** One host. The grid that it stands in hears the keys and has the focus. */
export const MatrixRow = memo(function MatrixRow(props: Props) {
  const { grid, at, top, host, offsets, active, isChosen, onPress } = props;
  const cell = (column: number) => ({
    id: cellId(grid, at, column),
    'aria-colindex': column + 1,
    className: `fleet-cell${active === column ? ' fleet-focus' : ''}`,
    onClick: () => onPress(at, column),
  });
  const [, ofOs = 0, ofExtensions = 0] = offsets;
  const { className: hostClass, ...hostCell } = cell(0);
  return (
    <div
      role="row"
      className={`fleet-row${isChosen ? ' fleet-chosen' : ''}`}
      aria-rowindex={at + 2}
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
  readonly onClick: () => void;
};

function Cells({
  grid,
  at,
  host,
  rows,
  extensions,
  offsets,
  columns,
  active,
  reference,
  referenceRows,
  onPress,
}: Props) {
  return columns.map((of) => {
    const extension = extensions[of];
    if (extension === undefined) return null;
    const key = keyOf(extension);
    const column = of + FIRST_EXTENSION;
    const start = offsets[column] ?? 0;
    return (
      <Cell
        // By its place: what a filter leaves is drawn into the elements that are there, instead of a thousand new ones.
        key={of}
        {...{ grid, at, column, host, reference, start, onPress }}
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
  onPress,
  name,
  row,
  there,
  width,
  isActive,
}: Pick<Props, 'grid' | 'at' | 'host' | 'reference' | 'onPress'> & {
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
      onClick={() => onPress(at, column)}
    >
      {look === null || row === undefined ? (
        <span className="muted">–</span>
      ) : (
        <>
          <look.Icon aria-hidden size={14} strokeWidth={1.8} />
          <span className="fleet-words">
            <bdi>{cellText(row)}</bdi>
          </span>
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
