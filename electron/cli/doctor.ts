/** veneer doctor: everything that is wrong, why, what proves it and what mends it; and what of it is not to be counted. */
import { extensionOf } from '../../shared/diagnosis/subject.ts';
import { countOf } from '../../shared/doctor/summary.ts';
import { messageOf } from '../../shared/messages/message.ts';
import { nearestWord } from '../../shared/messages/nearest-word.ts';
import type { DoctorItem, DoctorReport } from '../../shared/model/doctor.ts';
import { FOUND_DANGERS, FOUND_WARNINGS, VeneerError } from '../../shared/model/errors.ts';
import type { Host } from '../hosts/host.ts';
import { lookOver, reportAsMarkdown } from '../session/doctor-calls.ts';
import type { Session } from '../session/session.ts';
import { doctorText } from './doctor-text.ts';
import type { Invocation } from './invocation.ts';
import { misuseError } from './misuse.ts';
import { noSuchName } from './no-such-name.ts';
import { withHost } from './setup.ts';
import { printLong, printOut, sayAnswer, textOf } from './terminal.ts';

export function runDoctor(invocation: Invocation): Promise<number> {
  const { silence, unsilence, reason, json } = invocation;
  if ((silence === null) !== (reason === null))
    throw misuseError(messageOf('cli.silence-and-reason-together'), null, 'doctor');
  return withHost(invocation, async (session, host) => {
    const whole = await lookOver(session, host, null);
    if (silence !== null || unsilence !== null) {
      const told = keep(session, host, whole, invocation);
      if (json) sayAnswer('doctor', await lookOver(session, host, null));
      else
        for (const { key } of told)
          printOut(messageOf(silence === null ? 'cli.counts-again' : 'cli.is-silenced', { key }));
      return 0;
    }
    const report = await aboutNames(whole, host, invocation.operands);
    if (json) sayAnswer('doctor', report);
    else if (invocation.format === 'markdown') printOut(await reportAsMarkdown(host, report, textOf));
    else await printLong(() => doctorText(report, { root: host.target.root, all: invocation.all }));
    const { danger, warning } = countOf(report);
    return danger > 0 ? FOUND_DANGERS : warning > 0 ? FOUND_WARNINGS : 0;
  });
}

/** @throws {VeneerError} `not-found` for what was not found; `invalid-input` for a reason that is none */
function keep({ silences }: Session, host: Host, { items }: DoctorReport, invocation: Invocation): DoctorItem[] {
  const { silence, unsilence, reason } = invocation;
  const word = silence ?? unsilence ?? '';
  const meant = items.filter(
    ({ key, diagnosis, silenced }) =>
      (key === word || diagnosis.id === word) && (silence !== null || silenced !== null),
  );
  if (meant.length === 0) {
    const near = nearestWord(
      word,
      items.flatMap(({ key, diagnosis }) => [key, diagnosis.id]),
    );
    throw new VeneerError('not-found', messageOf('cli.doctor-has-not-found', { key: word }), {
      nextStep:
        near === null
          ? messageOf('cli.see', { command: 'veneer doctor --all' })
          : messageOf('cli.did-you-mean', { meant: near }),
    });
  }
  for (const { key } of meant) {
    if (silence === null) silences.unsilence(host.id, key);
    else silences.silence(host.id, key, reason ?? '');
  }
  return meant;
}

/** What is about these extensions. @throws {VeneerError} `not-found` for a name that is not there */
async function aboutNames(report: DoctorReport, host: Host, names: readonly string[]): Promise<DoctorReport> {
  if (names.length === 0) return report;
  const { extensions } = await host.read();
  const known = extensions.map(({ name }) => name);
  for (const name of names) if (!known.includes(name)) throw noSuchName(known, name);
  const mine = extensions.filter(({ name }) => names.includes(name));
  const paths = new Set(mine.map(({ path }) => path));
  const units = new Set(mine.flatMap((one) => one.units));
  const isMine = ({ subject }: Pick<DoctorItem['diagnosis'], 'subject'>) =>
    (subject.kind === 'entry' && paths.has(subject.path)) ||
    (subject.kind === 'unit' && units.has(subject.unit)) ||
    names.includes(extensionOf(subject) ?? '/');
  return {
    ...report,
    items: report.items.filter(({ diagnosis }) => isMine(diagnosis)),
    unread: report.unread.filter(isMine),
  };
}
