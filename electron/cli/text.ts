/** How the command line says things: plain columns, one sentence for every reason. */

import { isApart } from '../../shared/changes/changes.ts';
import { laysOver } from '../../shared/changes/merge.ts';
import { isSigned, storedNewer } from '../../shared/changes/updatable.ts';
import { otherVersionMerged } from '../../shared/diagnosis/updates/other-version-merged.ts';
import { wholeText } from '../../shared/diagnosis/whole-text.ts';
import { joinTexts, type Message, messageOf, type Text } from '../../shared/messages/message.ts';
import type { CatalogEntry, RemoteState } from '../../shared/model/catalog.ts';
import type { Extension, Ignored } from '../../shared/model/extension.ts';
import type { Operation } from '../../shared/model/operation.ts';
import type { Plan } from '../../shared/model/plan.ts';
import type { Elsewhere, UpdateItem } from '../../shared/model/update.ts';
import { withStream } from '../../shared/remotes/stream.ts';
import type { MergeFailure } from '../../shared/systemd/merge-failure.ts';
import type { HostFacts } from '../host/facts.ts';
import { diagnosisText } from './diagnosis-text.ts';
import { type Cell, type Column, formatTable } from './format-table.ts';
import type { Style } from './style.ts';
import { noteOf, safeText, textOf } from './terminal.ts';
import { WORD_OF_EFFECT, WORD_OF_REMOTE, WORD_OF_STEP, WORD_OF_TRUST, wordOfFit } from './words.ts';

export function reasonOf(one: Extension): Text {
  const [first] = one.warnings;
  const warning = first === undefined ? undefined : diagnosisText(first);
  if (one.masks) return warning ?? messageOf('cli.empty-directory-masks');
  if (one.masked) return messageOf('cli.masked-by', { path: one.maskedBy ?? '' });
  if (one.shadowedBy !== null) return messageOf('cli.is-taken-instead', { path: one.shadowedBy });
  return warning ?? one.verdict.message;
}

/** What is there and never looked at by systemd. */
export function ignoredText(ignored: readonly Ignored[]): string {
  return ignored
    .map(({ path, message }) => noteOf(messageOf('cli.systemd-does-not-look-at', { path, reason: message })))
    .map((note) => `${safeText(note)}\n`)
    .join('');
}

/** What of the images that are there cannot be seen here. */
export function unseenText({ unseen }: HostFacts, extensions: readonly Extension[]): string {
  return unseen !== null && extensions.some(({ type }) => type === 'raw') ? `${safeText(noteOf(unseen))}\n` : '';
}

/** Why a merge of everything would fail as things are; nothing where it would not. */
export function failuresText(
  merges: readonly { readonly class: string; readonly fails: readonly MergeFailure[] }[],
): string {
  return merges
    .flatMap(({ class: extensionClass, fails }) =>
      fails.map(({ entry, message, nextStep, prints }) => {
        const why = [...(entry === null ? [] : [`${entry.path}:`]), message, ...(nextStep === null ? [] : [nextStep])];
        const reason = joinTexts(why, ' ');
        return messageOf('cli.every-merge-of-class-fails', { class: extensionClass, reason, prints });
      }),
    )
    .map((line) => `${safeText(line)}\n`)
    .join('');
}

export function describePlan(plan: Plan): string {
  if (isNothing(plan)) return `${textOf(messageOf('change.nothing-to-do'))}\n`;
  const lines: Text[] = plan.steps.map(({ sentence }, at) => joinTexts([`${at + 1}.`, sentence], ' '));
  if (lines.length === 0) lines.push(messageOf('change.nothing-to-do'));
  const layersOf = (layers: readonly string[]) => layers.join(' < ') || messageOf('cli.nothing-merged');
  // What is decided beside the files, as a pin or a portable service, leaves every merge as it is.
  const isBeside = plan.request.action === 'none' && plan.request.changes.every(isApart);
  for (const { class: extensionClass, before, after } of isBeside ? [] : plan.outcomes) {
    lines.push(messageOf('cli.layers-before', { class: extensionClass, layers: layersOf(before) }));
    lines.push(messageOf('cli.layers-after', { class: extensionClass, layers: layersOf(after) }));
  }
  if (plan.unitsGained.length > 0) lines.push(messageOf('cli.brings', { units: plan.unitsGained.join(', ') }));
  if (plan.unitsLost.length > 0) lines.push(messageOf('cli.takes-away', { units: plan.unitsLost.join(', ') }));
  for (const { message } of plan.services) lines.push(joinTexts(['  ', message], ''));
  for (const { winner, loser, files, paths } of plan.overlaps)
    lines.push(
      messageOf('cli.overlap', {
        winner,
        count: files,
        path: paths[0] ?? '',
        loser: loser ?? messageOf('cli.the-system'),
      }),
    );
  for (const { name, version } of plan.deletes) lines.push(messageOf('cli.deletes', { name, version }));
  if (plan.effect !== null) {
    lines.push(messageOf('cli.takes-effect', { when: WORD_OF_EFFECT[plan.effect.kind] }));
    for (const reason of plan.effect.reasons) lines.push(joinTexts(['  ', reason], ''));
  }
  for (const path of plan.movesAside) lines.push(messageOf('cli.needs-move-aside', { path }));
  for (const warning of plan.warnings) lines.push(noteOf(wholeText(warning)));
  for (const blocker of plan.blockers) lines.push(messageOf('cli.blocked', { what: wholeText(blocker) }));
  return `${lines.map(safeText).join('\n')}\n`;
}

/** Whether a merge of nothing is all that it comes to, and there is nobody to tell about. */
function isNothing({ steps, outcomes, blockers, warnings }: Plan): boolean {
  const isMergeAlone = steps.every(laysOver);
  const isEmpty = outcomes.every(
    ({ before, after, uncertain }) => before.length + after.length + uncertain.length === 0,
  );
  return isMergeAlone && isEmpty && blockers.length + warnings.length === 0;
}

const STATUSES = ['waiting', 'running', 'done', 'failed', 'skipped'] as const;

export function describeOperation({ steps, outcome, error }: Operation): string {
  const width = Math.max(...STATUSES.map((status) => textOf(WORD_OF_STEP[status]).length)) + 1;
  const lines: Text[] = steps.map(
    ({ sentence, status }) => `${textOf(WORD_OF_STEP[status]).padEnd(width)}${textOf(sentence)}`,
  );
  if (outcome !== null) lines.push(outcome);
  if (error?.nextStep) lines.push(error.nextStep);
  if (error?.detail) lines.push(...error.detail.split('\n').map((line) => `  | ${line}`));
  return `${lines.map(safeText).join('\n')}\n`;
}

/** What the remotes have, with the badge of each in a word. */
export function searchTable(rows: readonly (CatalogEntry & { readonly installed: string | null })[]): string {
  if (rows.length === 0) return `${textOf(messageOf('cli.no-remote-has-such'))}\n`;
  return formatTable(
    SEARCH_COLUMNS,
    rows.map(({ name, version, fits, installed, remote, reason }) => [
      name,
      version,
      fitCell(fits),
      installed ?? '-',
      remote,
      reason ?? '',
    ]),
  );
}

const SEARCH_COLUMNS: readonly Column[] = [
  { head: messageOf('cli.column-name'), isWhole: true },
  { head: messageOf('cli.column-version'), isWhole: true },
  { head: messageOf('cli.column-fits'), isWhole: true },
  { head: messageOf('cli.column-installed') },
  { head: messageOf('cli.column-remote') },
  { head: messageOf('cli.column-reason') },
];

/** Whether it fits, in colour. */
const fitCell = (fits: boolean | null): Cell => ({
  text: wordOfFit(fits),
  style: fits === null ? 'warning' : fits ? 'good' : 'bad',
});

const signsText = (signs: boolean | null): Message | null =>
  signs === null ? null : signs ? messageOf('cli.it-signs-its-lists') : messageOf('cli.it-does-not-sign-its-lists');

/** What is said of the rows that were found, where anything is. */
export function aboutText(rows: readonly (Pick<CatalogEntry, 'name' | 'inside'> & { about: Text | null })[]): string {
  const lines = rows.flatMap(({ name, inside, about }) => [
    ...(about === null ? [] : [messageOf('cli.about', { name, what: about })]),
    ...(inside === null ? [] : [messageOf('cli.release-file-calls-it', { name, inside })]),
  ]);
  return lines.length === 0 ? '' : `\n${lines.map(safeText).join('\n')}\n`;
}

export function remoteTable(remotes: readonly RemoteState[]): string {
  return formatTable(
    REMOTE_COLUMNS,
    remotes.map((one) => [
      one.name,
      { text: WORD_OF_REMOTE[one.status], style: STYLE_OF_REMOTE[one.status] },
      WORD_OF_TRUST[one.trust],
      one.enabled ? String(one.count) : '-',
      one.url,
      joinTexts(
        [
          one.error?.message ?? null,
          one.refused > 0 ? messageOf('cli.entries-were-refused', { count: one.refused }) : null,
          one.runBy,
          one.about,
          signsText(one.signs),
        ].filter((note) => note !== null),
        ' ',
      ),
    ]),
  );
}

const REMOTE_COLUMNS: readonly Column[] = [
  { head: messageOf('cli.column-name'), isWhole: true },
  { head: messageOf('cli.column-state'), isWhole: true },
  { head: messageOf('cli.column-signed'), leftOut: 3 },
  { head: messageOf('cli.column-extensions'), leftOut: 2 },
  { head: messageOf('cli.column-url'), isWhole: true },
  { head: messageOf('cli.column-note'), leftOut: 1 },
];

const STYLE_OF_REMOTE: Readonly<Record<RemoteState['status'], Style | null>> = {
  off: 'faint',
  unread: null,
  current: 'good',
  offline: 'warning',
  partly: 'warning',
  failed: 'bad',
};

export function updateTable(items: readonly UpdateItem[]): string {
  if (items.length === 0) return `${textOf(messageOf('cli.nothing-is-kept-current'))}\n`;
  return formatTable(
    UPDATE_COLUMNS,
    items.map((item) => [
      item.name,
      item.installed === null ? '-' : withStream(item, item.installed),
      item.newest === null ? '-' : withStream(item, item.newest),
      item.newest === null ? '-' : fitCell(item.fits),
      item.way === 'sysupdate' ? 'systemd-sysupdate' : item.way === 'download' ? 'veneer' : '-',
      item.source === '' ? '-' : item.source,
      notesOf(item),
    ]),
  );
}

const UPDATE_COLUMNS: readonly Column[] = [
  { head: messageOf('cli.column-name'), isWhole: true },
  { head: messageOf('cli.column-installed'), isWhole: true },
  { head: messageOf('cli.column-newest'), isWhole: true },
  { head: messageOf('cli.column-fits'), isWhole: true },
  { head: messageOf('cli.column-by') },
  { head: messageOf('cli.column-from') },
  { head: messageOf('cli.column-note') },
];

/** What another remote has, and how to have it from there. */
export function elsewhereNote({ name }: Pick<UpdateItem, 'name'>, one: Elsewhere): Message {
  const { remote, version } = one;
  const about = { remote, version, command: `veneer update ${name} --remote ${remote}` };
  return isSigned(one) ? messageOf('cli.elsewhere-signed', about) : messageOf('cli.elsewhere-unsigned', about);
}

/** What is stored and newer than what is in use, and how to have it. */
export const storedText = (name: string, version: string): Message =>
  messageOf('cli.is-stored-and-not-in-use', { version, command: `veneer rollback ${name} ${version}` });

function notesOf(item: UpdateItem): Message {
  const { pinned, held, reason, fits, elsewhere } = item;
  const newer = storedNewer(item);
  const notes: (Text | null)[] = [
    pinned === null ? null : messageOf('cli.pinned-to', { version: pinned }),
    held ? messageOf('cli.held') : null,
    ...otherVersionMerged.find(item).map(wholeText),
    item.problem?.message ?? null,
    fits === false ? reason : null,
    newer === null ? null : storedText(item.name, newer),
    ...item.notes.map((address) => messageOf('cli.release-notes-at', { address })),
    ...elsewhere.map((one) => elsewhereNote(item, one)),
  ];
  return joinTexts(
    notes.filter((note) => note !== null),
    ' ',
  );
}
