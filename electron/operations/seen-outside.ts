/**
 * What others did: a merge by hand in a shell, by another program or at the start, and another OS. It is seen afterwards, by what
 * is merged now against what was merged after the last change of ours; who did it, nobody has written down.
 */
import { uptime } from 'node:os';
import { firstNames } from '../../shared/messages/first-names.ts';
import { foreignText, type Message, messageOf } from '../../shared/messages/message.ts';
import type { HistoryEntry } from '../../shared/model/history.ts';
import { CLASSES, type ExtensionClass } from '../../shared/systemd/classes.ts';
import type { System } from '../extensions/system.ts';
import { layersOf } from './merge-steps.ts';
import { releaseName } from './release-name.ts';

/** What is merged just after a change of ours is its own, whatever the clocks of mounts and programs say. */
const OWN_MS = 10_000;
/** So long after its boot a merge is one of the start. */
const START_MS = 5 * 60_000;

type Seen = Pick<System, 'facts' | 'hierarchies'>;

/**
 * @param entries of the host, newest first
 * @param now milliseconds since 1970
 * @param bootedAt the same, of the boot
 * @returns what is to be kept, oldest first
 */
export function seenOutside(
  entries: readonly HistoryEntry[],
  system: Seen,
  now = Date.now(),
  bootedAt = Date.now() - uptime() * 1000,
): HistoryEntry[] {
  const [last] = entries;
  if (last === undefined || last.status === 'running' || now - last.finishedAt < OWN_MS) return [];
  const moves = CLASSES.flatMap((one) => moveOf(entries, system, one) ?? []);
  const changed = moves.filter(({ before, after }) => before.join() !== after.join());
  const os = releaseName(system.facts);
  // Older entries have the name alone.
  const isOther = last.os !== null && last.os !== os && last.os !== system.facts.osName;
  const since = Math.max(...changed.map((one) => one.since ?? 0));
  // A mount tells when it was made; that nothing is mounted any more, nobody tells.
  const at = since > last.finishedAt ? since : now;
  const isStart = system.facts.root === '/' && Math.abs(at - bootedAt) < START_MS;
  const common = {
    root: system.facts.root,
    status: 'succeeded',
    keepUntil: null,
    startedAt: at,
    finishedAt: at,
    by: '',
    steps: [],
    outcomes: changed.map(({ since: _, ...move }) => ({ ...move, uncertain: [], versions: {} })),
    outcome: foreignText(''),
    error: null,
    request: null,
    os,
    undo: null,
  } as const;
  if (isOther) {
    const title = messageOf('change.os-became', { before: last.os ?? '', after: os });
    return [
      {
        ...common,
        id: `os-${at}`,
        kind: 'os',
        title,
        done: title,
        effects: effectsOf(changed),
        outcomes: [...common.outcomes],
        steps: [],
      },
    ];
  }
  if (changed.length === 0) return [];
  const title = titleOf(changed, isStart);
  return [
    {
      ...common,
      id: `outside-${at}`,
      kind: 'outside',
      title,
      done: title,
      effects: effectsOf(changed),
      outcomes: [...common.outcomes],
      steps: [],
    },
  ];
}

interface Move {
  readonly class: ExtensionClass;
  readonly before: string[];
  readonly after: string[];
  readonly since: number | null;
}

/** What is merged now, against what was after the last entry that says so; null where none does, or where that is not sure. */
function moveOf(entries: readonly HistoryEntry[], system: Seen, extensionClass: ExtensionClass): Move | null {
  for (const { outcomes, status } of entries) {
    const outcome = outcomes.find((one) => one.class === extensionClass);
    if (outcome === undefined) continue;
    if (status !== 'succeeded' || outcome.uncertain.length > 0) return null;
    const after = layersOf(system as System, extensionClass) ?? [];
    const sinces = system.hierarchies.flatMap((one) =>
      one.class === extensionClass && one.merged ? (one.since ?? []) : [],
    );
    return {
      class: extensionClass,
      before: outcome.after,
      after,
      since: sinces.length === 0 ? null : Math.max(...sinces),
    };
  }
  return null;
}

function titleOf(moves: readonly Move[], isStart: boolean): Message {
  if (moves.every(({ after }) => after.length === 0))
    return isStart ? messageOf('change.not-merged-at-start') : messageOf('change.unmerged-outside');
  return isStart ? messageOf('change.merged-at-start') : messageOf('change.merged-outside');
}

function effectsOf(moves: readonly Move[]): Message[] {
  const come = moves.flatMap(({ before, after }) => after.filter((name) => !before.includes(name)));
  const gone = moves.flatMap(({ before, after }) => before.filter((name) => !after.includes(name)));
  return [
    ...(come.length === 0 ? [] : [messageOf('change.came-in', { names: firstNames(come) })]),
    ...(gone.length === 0 ? [] : [messageOf('change.dropped-out', { names: firstNames(gone) })]),
  ];
}
