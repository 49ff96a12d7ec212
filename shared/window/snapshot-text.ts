/**
 * How a snapshot reaches the windows: as text that is made once for a reading, however many windows there are, and in which
 * what extensions have in common is written once. Thousands of them differ in little beside their names.
 */
import type { Extension } from '../model/extension.ts';
import type { Snapshot } from '../model/snapshot.ts';

/** One field of all extensions: each value that it has, and which of them each extension has. */
interface Column {
  readonly values: readonly unknown[];
  /** By places in `values`; null where all have the only one, or each has its own. */
  readonly at: readonly number[] | null;
}

interface Packed extends Omit<Snapshot, 'extensions' | 'keys'> {
  readonly count: number;
  readonly columns: Readonly<Record<string, Column>>;
  /** The key of each extension. */
  readonly keys: Column;
}

const texts = new WeakMap<Snapshot, string>();

/** @returns what `unpackSnapshot` reads; the same text whenever it is asked for the same snapshot */
export function packSnapshot(snapshot: Snapshot): string {
  let text = texts.get(snapshot);
  if (text === undefined) {
    text = JSON.stringify(inColumns(snapshot));
    texts.set(snapshot, text);
  }
  return text;
}

/** The snapshot of a text of `packSnapshot`. Extensions share what is the same in them, so nobody may write into it. */
export function unpackSnapshot(text: string): Snapshot {
  const { count, columns, keys, ...rest } = JSON.parse(text) as Packed;
  // Most fields are the same in all, and a copy is sooner made than they are set one by one.
  const common = Object.fromEntries(Object.entries(columns).map(([field, { values }]) => [field, values[0]]));
  const others = Object.entries(columns).filter(([, { values }]) => values.length > 1);
  const extensions: Extension[] = [];
  for (let at = 0; at < count; at++) {
    const one = { ...common };
    for (const [field, column] of others) one[field] = valueAt(column, at);
    extensions.push(one as unknown as Extension);
  }
  return {
    ...rest,
    extensions,
    keys: Object.fromEntries(extensions.map(({ id }, at) => [id, valueAt(keys, at) as string])),
  };
}

function inColumns({ extensions, keys, ...rest }: Snapshot): Packed {
  const [first] = extensions;
  const fields = first === undefined ? [] : (Object.keys(first) as (keyof Extension)[]);
  return {
    ...rest,
    count: extensions.length,
    columns: Object.fromEntries(fields.map((field) => [field, columnOf(extensions.map((one) => one[field]))])),
    keys: columnOf(extensions.map(({ id }) => keys[id])),
  };
}

function columnOf(all: readonly unknown[]): Column {
  const places = new Map<string, number>();
  const values: unknown[] = [];
  const at = all.map((value) => {
    // No other JSON begins so, and a long text need not be escaped for it.
    const name = typeof value === 'string' ? `"${value}` : JSON.stringify(value);
    const known = places.get(name);
    if (known !== undefined) return known;
    places.set(name, values.length);
    return values.push(value) - 1;
  });
  return { values, at: values.length === 1 || values.length === all.length ? null : at };
}

const valueAt = ({ values, at }: Column, place: number): unknown =>
  values[at === null ? (values.length === 1 ? 0 : place) : (at[place] ?? 0)];
