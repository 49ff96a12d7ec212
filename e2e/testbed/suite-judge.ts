/** Compares what Veneer said of each event of systemd's own suite with what happened. */
import type { Event } from './suite-recorder.ts';
import type { MergedHierarchy, Truth } from './suite-truth.ts';

/** What can be right or wrong of an event. */
export const MATTERS = ['status', 'layers', 'writable', 'read'] as const;
export type Matter = (typeof MATTERS)[number];

export interface Disagreement {
  readonly line: number;
  /** What the script says that it tests there. */
  readonly title: string;
  readonly command: string;
  readonly matter: Matter;
  readonly veneer: unknown;
  readonly systemd: unknown;
}

export interface Judgement {
  readonly disagreements: readonly Disagreement[];
  /** How often Veneer said something of the matter at all. */
  readonly said: Readonly<Record<Matter, number>>;
}

/** @param script the text whose lines the events name */
export function judge(events: readonly Event[], script: string): Judgement {
  const lines = script.split('\n');
  const disagreements: Disagreement[] = [];
  const said = { status: 0, layers: 0, writable: 0, read: 0 };
  for (const event of events) {
    const { line, command } = event;
    for (const [matter, veneer, systemd] of comparisons(event)) {
      if (veneer === null) continue;
      said[matter]++;
      if (JSON.stringify(veneer) === JSON.stringify(systemd)) continue;
      disagreements.push({ line, title: titleOf(lines, line), command, matter, veneer, systemd });
    }
  }
  return { disagreements, said };
}

type Comparison = readonly [matter: Matter, veneer: unknown, systemd: unknown];

function comparisons({ prediction, status, truth, read }: Event): Comparison[] {
  return [...ofPrediction(prediction, status, truth), ...ofReading(read, truth)];
}

function ofPrediction(prediction: Event['prediction'], status: number, { kernel }: Truth): Comparison[] {
  if ('threw' in prediction) return [['status', prediction.threw, status]];
  return [
    ['status', prediction.status, status],
    ['layers', prediction.layers, namesOf(kernel, prediction.layers ?? [])],
    ['writable', prediction.writable, sorted(kernel).flatMap(({ path, writable }) => (writable ? [path] : []))],
  ];
}

function ofReading(read: Event['read'], { kernel, status }: Truth): Comparison[] {
  if ('threw' in read) return [['read', read.threw, sorted(kernel)]];
  const reading = sorted(read.map(({ path, extensions, writable }) => ({ path, layers: extensions, writable })));
  const ofKernel: Comparison = ['read', reading, sorted(kernel)];
  if (status === null) return [ofKernel];
  // systemd names what is merged without its order.
  const names = ({ path, layers }: Omit<MergedHierarchy, 'writable'>) => ({ path, names: [...layers].sort() });
  const listed = Object.entries(status).map(([path, layers]) => ({ path, layers }));
  return [ofKernel, ['read', reading.map(names), sorted(listed).map(names)]];
}

function sorted<T extends { readonly path: string }>(hierarchies: readonly T[]): T[] {
  return [...hierarchies].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** All that is merged: in the order that was predicted where every hierarchy has its own in that order. */
function namesOf(kernel: readonly MergedHierarchy[], prediction: readonly string[]): readonly string[] {
  const names = new Set(kernel.flatMap(({ layers }) => layers));
  const inOrder = kernel.every(({ layers }) => {
    const expected = prediction.filter((name) => layers.includes(name));
    return expected.length === layers.length && expected.every((name, at) => name === layers[at]);
  });
  return inOrder && names.size === prediction.length ? prediction : [...names];
}

/** The words that the script has before the line, or the comment of its last part. */
function titleOf(lines: readonly string[], line: number): string {
  const title = lines.slice(0, line).findLast((text) => /^ *(: "|# Test that )/.test(text)) ?? '';
  return title.trim().replace(/^(: "|# )|"$/g, '');
}
