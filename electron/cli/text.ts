/** How the command line says things: plain columns, one sentence for every reason. */
import { isSigned } from '../../shared/changes/updatable.ts';
import { installerOf, type ShownOrigin } from '../../shared/images/origin.ts';
import type { FetcherOfName } from '../../shared/model/candidate.ts';
import type { CatalogEntry, RemoteState } from '../../shared/model/catalog.ts';
import type { Extension, Ignored, SetAside } from '../../shared/model/extension.ts';
import type { Hierarchy } from '../../shared/model/host.ts';
import type { Severity } from '../../shared/model/inspection.ts';
import type { Operation } from '../../shared/model/operation.ts';
import type { Plan } from '../../shared/model/plan.ts';
import type { Elsewhere, UpdateItem } from '../../shared/model/update.ts';
import type { Verdict } from '../../shared/model/verdict.ts';
import { withStream } from '../../shared/remotes/stream.ts';
import type { MergeFailure } from '../../shared/systemd/merge-failure.ts';
import type { Closer } from '../extensions/closer.ts';
import type { Inspection } from '../extensions/inspection.ts';
import type { System } from '../extensions/system.ts';
import type { HostFacts } from '../host/facts.ts';
import { safe } from './terminal.ts';

const STATES: Readonly<Record<Extension['state'], string>> = {
  active: 'active',
  ready: 'ready',
  unknown: 'unknown',
  blocked: 'blocked',
  masked: 'masked',
  hidden: 'hidden',
  broken: 'broken',
};

export function table(rows: readonly (readonly string[])[]): string {
  const clean = rows.map((row) => row.map(safe));
  const widths = (clean[0] ?? []).map((_, column) => Math.max(...clean.map((row) => (row[column] ?? '').length)));
  return clean
    .map((row) =>
      row
        .map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(widths[column] ?? 0)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
    .concat('\n');
}

export function listTable(extensions: readonly Extension[], setAside: readonly SetAside[]): string {
  if (extensions.length === 0 && setAside.length === 0) return 'No extensions here.\n';
  return table([
    ['NAME', 'CLASS', 'STATE', 'FORM', 'PATH', 'REASON'],
    ...extensions.map((one) => [one.name, one.class, STATES[one.state], one.form, one.path, reasonOf(one)]),
    ...setAside.map((one) => [one.name, one.class, 'masked', '-', one.keptAt, `Moved aside from ${one.path}.`]),
  ]);
}

function reasonOf(one: Extension): string {
  const warning = one.warnings[0]?.message;
  if (one.masks) return warning ?? 'An empty directory: it masks this name in lower directories.';
  if (one.masked) return `Masked by ${one.maskedBy}.`;
  if (one.shadowedBy !== null) return `${one.shadowedBy} is taken instead.`;
  return warning ?? one.verdict.message;
}

/** What is there and never looked at by systemd. */
export function ignoredText(ignored: readonly Ignored[]): string {
  return ignored
    .map(({ path, message }) => `note: systemd does not look at ${safe(path)}. ${safe(message)}\n`)
    .join('');
}

/** What of the images that are there cannot be seen here. */
export function unseenText({ unseen }: HostFacts, extensions: readonly Extension[]): string {
  return unseen !== null && extensions.some(({ type }) => type === 'raw') ? `note: ${safe(unseen)}\n` : '';
}

/** Why a merge of everything would fail as things are; nothing where it would not. */
export function failuresText(
  merges: readonly { readonly class: string; readonly fails: readonly MergeFailure[] }[],
): string {
  return merges
    .flatMap(({ class: extensionClass, fails }) =>
      fails.map(({ entry, message, nextStep, prints }) => {
        const where = entry === null ? '' : `${entry.path}: `;
        return `! Every merge of ${extensionClass} fails: ${where}${message}${nextStep === null ? '' : ` ${nextStep}`} (systemd: ${prints})`;
      }),
    )
    .map((line) => `${safe(line)}\n`)
    .join('');
}

export function statusText(system: System, hierarchies: readonly Hierarchy[]): string {
  const { facts, extensions, predicted } = system;
  const { systemdVersion, judgedAs } = facts;
  const as = judgedAs === systemdVersion ? '' : `, judged as ${judgedAs}`;
  const lines = [`${facts.osName} · ${facts.architecture} · systemd ${systemdVersion ?? 'not found'}${as}`];
  if (facts.osReleaseProblem !== null) lines.push(facts.osReleaseProblem);
  for (const { path, class: extensionClass, merged, extensions: layers, since } of hierarchies) {
    const when = since === null ? '' : ` since ${new Date(since).toISOString()}`;
    lines.push(`${path} (${extensionClass}): ${merged ? `merged${when}` : 'not merged'}`);
    for (const name of [...layers].reverse()) lines.push(`  ${name}`);
  }
  const out = extensions.filter((one) => one.listed && !one.masks && !one.merged);
  if (out.length > 0) lines.push('Not merged:');
  for (const one of out) lines.push(`  ${one.name}: ${reasonOf(one)}`);
  const merges = Object.entries(predicted).map(([extensionClass, { fails }]) => ({ class: extensionClass, fails }));
  return `${lines.map(safe).join('\n')}\n${unseenText(facts, extensions)}${failuresText(merges)}`;
}

function verdictText({ message, fields }: Verdict): string {
  if (fields.length === 0) return `${safe(message)}\n`;
  const rows = fields.map(({ field, host, extension, result }) => [field, host ?? '-', extension ?? '-', result]);
  return `${safe(message)}\n\n${table([['FIELD', 'HOST', 'EXTENSION', 'RESULT'], ...rows])}`;
}

/** From where an installed image came, when and by whom. */
function originSentence(origin: ShownOrigin | null, fetchers: readonly FetcherOfName[]): string {
  if (origin === null) {
    const fetched = fetchers.map(
      ({ transferFile, address }) =>
        `${transferFile} fetches such names from ${address ?? 'an address that is not shown'}`,
    );
    return fetched.length === 0 ? 'not known' : ['not recorded', ...fetched].join('; ');
  }
  const { remote, address, signedBy, signedAt, sysupdate, installedAt, installedBy } = origin;
  const who = installerOf(origin);
  const date = (time: number) => new Date(time).toISOString();
  const by = `installed ${date(installedAt)} by ${installedBy === 0 ? who : `user ${who}`}`;
  if (sysupdate !== null) {
    const { transferFile, source, verify } = sysupdate;
    const where = address ?? (source === null ? 'an address that is not kept' : `below ${source}`);
    const checked = verify ? 'signed, as systemd checked (Verify=yes)' : 'no signature was checked';
    return `systemd-sysupdate by ${transferFile}, ${where}, ${checked}, ${by}`;
  }
  if (remote === null || address === null) return `a file, ${by}`;
  const when = signedAt === null ? '' : ` on ${date(signedAt)}`;
  return `${remote}, ${address}, ${signedBy === null ? 'not signed' : `signed by ${signedBy}${when}`}, ${by}`;
}

export function describeExtension(
  one: Extension,
  origin: ShownOrigin | null,
  fetchers: readonly FetcherOfName[],
): string {
  const rows = [
    ['Name', one.name],
    ['Class', one.class],
    ['State', STATES[one.state]],
    ['Path', one.realPath === one.path ? one.path : `${one.path} -> ${one.realPath}`],
    ['Form', one.compression === null ? one.form : `${one.form}, ${one.compression}`],
    ['Version', one.version ?? '-'],
    ['From', originSentence(origin, fetchers)],
    ['Units', one.units.join(', ') || '-'],
  ];
  const warnings = one.warnings.map(({ message }) => `! ${safe(message)}\n`).join('');
  const note = one.masked || one.shadowedBy !== null ? `${safe(reasonOf(one))}\n` : '';
  return `${table(rows)}\n${note}${warnings}${verdictText(one.verdict)}`;
}

/** What a file would be under the name that it has now. */
export type AsNamed = Pick<Inspection, 'name' | 'verdict' | 'blocksMergeBecause'>;

export function describeInspection(one: Inspection, asNamed: AsNamed | null): string {
  const rows = [
    ['Name', one.name],
    ['Path', one.path],
    ['Form', one.compression === null ? one.form : `${one.form}, ${one.compression}`],
    ['Size', one.size === null ? '-' : `${one.size} bytes`],
    ['Units', one.units.join(', ') || '-'],
  ];
  const blocks =
    one.blocksMergeBecause === null ? '' : `! It would make every merge fail: ${safe(one.blocksMergeBecause)}\n`;
  const now =
    asNamed === null
      ? ''
      : `\nAs it is named now, systemd would take it as ${safe(asNamed.name)}. ${safe(asNamed.blocksMergeBecause === null ? asNamed.verdict.message : `Every merge would fail: ${asNamed.blocksMergeBecause}`)}\n`;
  return `${table(rows)}\n${blocks}${verdictText(one.verdict)}${now}`;
}

const MARKS: Readonly<Record<Severity, string>> = { danger: 'DANGER:', warning: '!', note: '-' };

export function describeCloser({ contents, overlaps, findings, disk }: Closer): string {
  const lines = [`${contents.files} files, ${contents.bytes} bytes`];
  if (contents.problem !== null) lines.push(contents.problem);
  for (const { path, overrides, hiddenBy } of overlaps) {
    if (overrides.length > 0) lines.push(`/${path} overrides ${overrides.join(', ')}`);
    if (hiddenBy.length > 0) lines.push(`/${path} is hidden by ${hiddenBy.join(', ')}`);
  }
  for (const { severity, path, message } of findings)
    lines.push(`${MARKS[severity]} ${path === '' ? '' : `/${path}: `}${message}`);
  for (const { of, rootHash, matches, signature } of disk?.verity ?? []) {
    lines.push(`verity of ${of}: ${rootHash}${matches ? '' : ', WHICH ITS TREE DOES NOT HAVE'}`);
    if (signature === null) lines.push('not signed');
    else
      lines.push(
        `signed by ${signature.subject ?? 'a certificate that is not inside'}, ${signature.certificateFingerprint ?? 'no fingerprint'}`,
      );
  }
  return `\n${lines.map(safe).join('\n')}\n`;
}

export function describePlan(plan: Plan): string {
  const lines = plan.steps.map(({ sentence }, at) => `${at + 1}. ${sentence}`);
  if (lines.length === 0) lines.push('Nothing to do.');
  for (const { class: extensionClass, before, after } of plan.outcomes) {
    lines.push(`${extensionClass} before: ${before.join(' < ') || 'nothing merged'}`);
    lines.push(`${extensionClass} after:  ${after.join(' < ') || 'nothing merged'}`);
  }
  if (plan.unitsGained.length > 0) lines.push(`Brings: ${plan.unitsGained.join(', ')}`);
  if (plan.unitsLost.length > 0) lines.push(`Takes away: ${plan.unitsLost.join(', ')}`);
  for (const path of plan.setsAside) lines.push(`Needs --move-aside: ${path}`);
  for (const warning of plan.warnings) lines.push(`note: ${warning}`);
  for (const { message, nextStep } of plan.blockers) lines.push(`BLOCKED: ${message} ${nextStep}`);
  return `${lines.map(safe).join('\n')}\n`;
}

export function describeOperation({ steps, outcome, error }: Operation): string {
  const lines = steps.map(({ sentence, status }) => `${status.padEnd(8)}${sentence}`);
  if (outcome !== null) lines.push(outcome);
  if (error?.nextStep) lines.push(error.nextStep);
  if (error?.detail) lines.push(...error.detail.split('\n').map((line) => `  | ${line}`));
  return `${lines.map(safe).join('\n')}\n`;
}

/** What the remotes have, with the badge of each in a word. */
export function searchTable(rows: readonly (CatalogEntry & { readonly installed: string | null })[]): string {
  if (rows.length === 0) return 'No remote has such an extension.\n';
  return table([
    ['NAME', 'VERSION', 'FITS', 'INSTALLED', 'REMOTE', 'REASON'],
    ...rows.map(({ name, version, fits, installed, remote, reason }) => [
      name,
      version,
      fits === null ? 'unknown' : fits ? 'yes' : 'no',
      installed ?? '-',
      remote,
      reason ?? '',
    ]),
  ]);
}

const signsText = (signs: boolean | null): string | null =>
  signs === null ? null : signs ? 'It signs its lists.' : 'It does not sign its lists.';

/** What is said of the rows that were found, where anything is. */
export function aboutText(rows: readonly (Pick<CatalogEntry, 'name' | 'inside'> & { about: string | null })[]): string {
  const lines = rows.flatMap(({ name, inside, about }) => [
    ...(about === null ? [] : [`${name}: ${about}`]),
    ...(inside === null ? [] : [`${name}: its release file calls it ${inside}, and it is installed under that name.`]),
  ]);
  return lines.length === 0 ? '' : `\n${lines.map(safe).join('\n')}\n`;
}

export function remoteTable(remotes: readonly RemoteState[]): string {
  return table([
    ['NAME', 'STATE', 'SIGNED', 'EXTENSIONS', 'URL', 'NOTE'],
    ...remotes.map((one) => [
      one.name,
      one.status,
      one.trust === 'unsigned' ? 'no' : one.trust === 'pinned' ? 'pinned key' : 'systemd keyring',
      one.enabled ? String(one.count) : '-',
      one.url,
      [
        one.error?.message,
        one.refused > 0 ? `${one.refused} entries were refused.` : null,
        one.runBy,
        one.about,
        signsText(one.signs),
      ]
        .filter(Boolean)
        .join(' '),
    ]),
  ]);
}

export function updateTable(items: readonly UpdateItem[]): string {
  if (items.length === 0) return 'Nothing is kept current here, and no remote has anything newer.\n';
  return table([
    ['NAME', 'INSTALLED', 'NEWEST', 'FITS', 'BY', 'FROM', 'NOTE'],
    ...items.map((item) => [
      item.name,
      item.installed === null ? '-' : withStream(item, item.installed),
      item.newest === null ? '-' : withStream(item, item.newest),
      item.newest === null ? '-' : item.fits === null ? 'unknown' : item.fits ? 'yes' : 'no',
      item.way === 'sysupdate' ? 'systemd-sysupdate' : item.way === 'download' ? 'veneer' : '-',
      item.source,
      noteOf(item),
    ]),
  ]);
}

/** What another remote has, and how to have it from there. */
export function elsewhereNote({ name }: Pick<UpdateItem, 'name'>, one: Elsewhere): string {
  const who = isSigned(one) ? 'signed' : 'unsigned';
  return `${one.remote}, ${who}, has ${one.version}. To have it: veneer update ${name} --remote ${one.remote}`;
}

function noteOf(item: UpdateItem): string {
  const { pinned, held, needsRefresh, problem, reason, fits, elsewhere } = item;
  const notes = [
    pinned === null ? '' : `Pinned to ${pinned}.`,
    held ? 'Held.' : '',
    needsRefresh ? 'Another version is merged; refresh to take it in.' : '',
    problem?.message ?? '',
    fits === false ? (reason ?? '') : '',
    ...elsewhere.map((one) => elsewhereNote(item, one)),
  ];
  return notes.filter((note) => note !== '').join(' ');
}
