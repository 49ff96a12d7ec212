/** How the command line tells of one extension or image: what it is, where it came from, and what a look inside adds. */
import { installerOf, type ShownOrigin } from '../../shared/images/origin.ts';
import { joinTexts, type Message, messageOf, type Text, type Value } from '../../shared/messages/message.ts';
import type { Diagnosis, Severity } from '../../shared/model/diagnosis.ts';
import type { Extension } from '../../shared/model/extension.ts';
import type { FetcherOfName } from '../../shared/model/inspected-image.ts';
import type { Verdict } from '../../shared/model/verdict.ts';
import { type InDepth, type Replaced, sharedBy } from '../extensions/inspect-in-depth.ts';
import type { Inspection } from '../extensions/inspection.ts';
import { diagnosisText } from './diagnosis-text.ts';
import { formatFacts, formatTable } from './format-table.ts';
import { shortSize } from './sizes.ts';
import { safeText } from './terminal.ts';
import { reasonOf } from './text.ts';
import { timeText } from './times.ts';
import { WORD_OF_FORM, WORD_OF_RESULT, wordOfState } from './words.ts';

const COMPARED = (['cli.column-field', 'cli.column-host', 'cli.column-extension', 'cli.column-result'] as const).map(
  (id) => ({ head: messageOf(id) }),
);

function verdictText({ message, fields }: Verdict): string {
  if (fields.length === 0) return `${safeText(message)}\n`;
  const rows = fields.map(({ field, host, extension, result }) => [
    field,
    host ?? '-',
    extension ?? '-',
    WORD_OF_RESULT[result],
  ]);
  return `${safeText(message)}\n\n${formatTable(COMPARED, rows)}`;
}

/** From where an installed image came, when and by whom. */
function originSentence(origin: ShownOrigin | null, fetchers: readonly FetcherOfName[]): Message {
  if (origin === null) {
    const fetched = fetchers.map(({ transferFile, address }) =>
      messageOf('cli.file-fetches-such-names', {
        file: transferFile,
        address: address ?? messageOf('cli.address-that-is-not-shown'),
      }),
    );
    if (fetched.length === 0) return messageOf('cli.not-known');
    return joinTexts([messageOf('cli.not-recorded'), ...fetched], '; ');
  }
  const { remote, address, signedBy, signedAt, sysupdate, installedAt, installedBy } = origin;
  const when = { time: timeText(installedAt), who: installerOf(origin) };
  const installed = installedBy === 0 ? messageOf('cli.installed-by', when) : messageOf('cli.installed-by-user', when);
  if (sysupdate !== null) {
    const { transferFile, source, verify } = sysupdate;
    const kept = source === null ? messageOf('cli.address-that-is-not-kept') : messageOf('cli.below', { path: source });
    const checked = verify ? messageOf('cli.signed-as-systemd-checked') : messageOf('cli.no-signature-was-checked');
    return messageOf('cli.from-sysupdate', { file: transferFile, where: address ?? kept, checked, installed });
  }
  if (remote === null || address === null) return messageOf('cli.from-file', { installed });
  return messageOf('cli.from-remote', { remote, address, signed: signedText(signedBy, signedAt), installed });
}

function signedText(key: string | null, at: number | null): Message {
  if (key === null) return messageOf('cli.not-signed');
  if (at === null) return messageOf('cli.signed-by', { key });
  return messageOf('cli.signed-by-on', { key, time: timeText(at) });
}

const formText = ({ form, compression }: Pick<Extension, 'form' | 'compression'>): Message =>
  joinTexts([WORD_OF_FORM[form], ...(compression === null ? [] : [compression])], ', ');

const MARKS: Readonly<Record<Severity, Text>> = { danger: messageOf('cli.danger'), warning: '!', note: '-' };

const markedText = (one: Diagnosis): Message => joinTexts([MARKS[one.severity], diagnosisText(one)], ' ');

type Facts = Parameters<typeof formatFacts>[0];

export function describeExtension(
  one: Extension,
  origin: ShownOrigin | null,
  fetchers: readonly FetcherOfName[],
): string {
  const rows: Facts = [
    [messageOf('cli.label-name'), one.name],
    [messageOf('cli.label-class'), one.class],
    [messageOf('cli.label-state'), wordOfState(one)],
    [messageOf('cli.label-path'), one.realPath === one.path ? one.path : `${one.path} -> ${one.realPath}`],
    [messageOf('cli.label-form'), formText(one)],
    [messageOf('cli.label-version'), one.version ?? '-'],
    [messageOf('cli.label-from'), originSentence(origin, fetchers)],
    [messageOf('cli.label-units'), one.units.join(', ') || '-'],
  ];
  const warnings = one.warnings.map((found) => `${safeText(markedText(found))}\n`).join('');
  const note = one.masked || one.shadowedBy !== null ? `${safeText(reasonOf(one))}\n` : '';
  return `${formatFacts(rows)}\n${note}${warnings}${verdictText(one.verdict)}`;
}

/** What a file would be under the name that it has now. */
export type AsNamed = Pick<Inspection, 'name' | 'verdict' | 'blocksMergeBecause'>;

/** What is known of a file beside what stands in it. */
interface Around {
  readonly asNamed: AsNamed | null;
  /** Whether systemd looks at a file of such a name at all. */
  readonly isTaken: boolean;
  readonly replaces: Replaced | null;
}

export function describeInspection(one: Inspection, { asNamed, isTaken, replaces }: Around): string {
  const rows: Facts = [
    [messageOf('cli.label-name'), one.name],
    [messageOf('cli.label-class'), one.class],
    [messageOf('cli.label-path'), one.path],
    [messageOf('cli.label-form'), formText(one)],
    [messageOf('cli.label-size'), one.size === null ? '-' : shortSize(one.size)],
    [messageOf('cli.label-units'), one.units.join(', ') || '-'],
  ];
  const blocks =
    one.blocksMergeBecause === null || !isTaken
      ? ''
      : `${safeText(messageOf('cli.it-would-make-every-merge-fail', { reason: one.blocksMergeBecause }))}\n`;
  const now = asNamed === null ? '' : `\n${safeText(asNamedText(asNamed, one.name))}\n`;
  const before = replaces === null ? '' : `\n${safeText(replacesText(replaces))}\n`;
  return `${formatFacts(rows)}\n${blocks}${verdictText(one.verdict)}${now}${before}`;
}

function replacesText({ name, version, files }: Replaced): Message {
  const named = version === null ? name : `${name} ${version}`;
  return files === null
    ? messageOf('cli.replaces', { name: named })
    : messageOf('cli.replaces-with-files', { name: named, count: files });
}

function asNamedText({ name, verdict, blocksMergeBecause }: AsNamed, kept: string): Message {
  const reason =
    blocksMergeBecause === null
      ? verdict.message
      : messageOf('cli.every-merge-would-fail', { reason: blocksMergeBecause });
  return messageOf('cli.as-it-is-named-now', { name, reason, kept });
}

/** As many as a line has room for, and how many they are beside. */
const MOST_PATHS = 3;

function firstPaths(paths: readonly string[], count: number): Value {
  const shown = paths.slice(0, MOST_PATHS).join(', ');
  return count > MOST_PATHS ? messageOf('common.and-more', { names: shown, count: count - MOST_PATHS }) : shown;
}

export function describeInDepth({ contents, overlaps, findings, disk }: InDepth): string {
  const { files, bytes, problem } = contents;
  const lines = [joinTexts([messageOf('cli.files', { count: files }), shortSize(bytes)], ', ')];
  if (problem !== null) lines.push(problem);
  for (const { name, files: count, paths } of sharedBy(overlaps, (one) => one.overrides))
    lines.push(messageOf('cli.overrides', { count, name, paths: firstPaths(paths, count) }));
  for (const { name, files: count, paths } of sharedBy(overlaps, (one) => one.hiddenBy))
    lines.push(messageOf('cli.is-hidden-by', { count, name, paths: firstPaths(paths, count) }));
  for (const one of findings) lines.push(markedText(one));
  for (const { of: part, rootHash: hash, matches, signature } of disk?.verity ?? []) {
    const about = { part, hash };
    lines.push(matches ? messageOf('cli.verity-of', about) : messageOf('cli.verity-that-tree-does-not-have', about));
    if (signature === null) lines.push(messageOf('cli.not-signed'));
    else {
      const subject = signature.subject ?? messageOf('cli.certificate-that-is-not-inside');
      const fingerprint = signature.certificateFingerprint ?? messageOf('cli.no-fingerprint');
      lines.push(messageOf('cli.signed-by-certificate', { subject, fingerprint }));
    }
  }
  return `\n${lines.map(safeText).join('\n')}\n`;
}
