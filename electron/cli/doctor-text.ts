/** What `doctor` says to a person: a paragraph for each finding, and what it comes to. */
import { isRename } from '../../shared/changes/rename.ts';
import { isRun } from '../../shared/changes/run-service.ts';
import { switchesOff, switchesOn } from '../../shared/changes/switch.ts';
import { unfitName } from '../../shared/doctor/builds.ts';
import { subjectWord, titleOf } from '../../shared/doctor/key.ts';
import { placeWord } from '../../shared/doctor/line-of.ts';
import { SEVERITY_WORDS, summaryOf } from '../../shared/doctor/summary.ts';
import { joinTexts, messageOf, type Text } from '../../shared/messages/message.ts';
import type { Diagnosis, Fix, Severity } from '../../shared/model/diagnosis.ts';
import type { DoctorItem, DoctorReport } from '../../shared/model/doctor.ts';
import { wordOf } from './shell-word.ts';
import { atBootCommand, commandFor, mergeCommand } from './status-text.ts';
import { type Style, styled } from './style.ts';
import { safeText } from './terminal.ts';

const STYLES: Readonly<Record<Severity, Style>> = { danger: 'bad', warning: 'warning', note: 'head' };

export interface DoctorManner {
  readonly root: string;
  /** Whether what is silenced is shown too. */
  readonly all: boolean;
}

export function doctorText(report: DoctorReport, { root, all }: DoctorManner): string {
  const shown = report.items.filter(({ silenced }) => all || silenced === null);
  const unread = report.unread.map(({ subject, problem }) =>
    safeText(messageOf('cli.doctor-unread', { what: subjectWord(subject), problem })),
  );
  return [
    ...shown.map((one) => itemText(one, root)),
    ...(unread.length === 0 ? [] : [`${unread.join('\n')}\n`]),
    `${safeText(joinTexts(summaryOf(report), ', '))}.\n`,
  ].join('\n');
}

function itemText({ diagnosis, proof, more, key, silenced, builds }: DoctorItem, root: string): string {
  const { id, severity, reason, nextStep, fix } = diagnosis;
  const head = `${styled(safeText(SEVERITY_WORDS[severity]), STYLES[severity])}: ${safeText(titleOf(diagnosis))}`;
  const places = proof.map((one): Text => {
    const words = [placeWord(one), one.text];
    return joinTexts(
      words.filter((word) => word !== null),
      ': ',
    );
  });
  const command = fix === null ? buildsCommand(diagnosis, builds) : fixCommand(fix, root);
  const lines: Text[] = [
    ...(reason === null ? [] : [reason]),
    ...(nextStep === null ? [] : [nextStep]),
    ...places,
    ...(more === 0 ? [] : [messageOf('cli.doctor-more-places', { count: more })]),
    ...(command === null ? [] : [messageOf('cli.doctor-fix', { command })]),
    messageOf('cli.doctor-explain', { command: `veneer --explain ${id}`, key }),
    ...(silenced === null ? [] : [messageOf('core.doctor-is-silenced', { reason: silenced.reason })]),
  ];
  return `${[head, ...lines.map((one) => `  ${safeText(one)}`)].join('\n')}\n`;
}

/** What finds the build of another remote; null where there is none. */
function buildsCommand(diagnosis: Diagnosis, builds: readonly string[]): string | null {
  const name = unfitName(diagnosis);
  return name === null || builds.length === 0 ? null : `veneer search ${wordOf(name)}`;
}

/** What is typed to do the same as the button of the window; null where no one command does. */
export function fixCommand({ changes, action, classes, atBoot }: Fix, root: string): string | null {
  const [change, ...others] = changes;
  const [extensionClass] = classes;
  if (atBoot?.on === true) return atBootCommand(atBoot.class);
  if (change === undefined) {
    const isMerge = action === 'merge' || action === 'refresh';
    return isMerge && extensionClass !== undefined ? mergeCommand(action, extensionClass, root) : null;
  }
  if (others.length > 0) return null;
  if (isRun(change)) return ['systemctl', change.run, ...change.units.map(wordOf)].join(' ');
  if (isRename(change))
    return commandFor(`veneer rename ${wordOf(change.name)} ${wordOf(change.to)}`, change.class, root);
  if (!switchesOn(change) && !switchesOff(change)) return null;
  const verb = switchesOn(change) ? 'enable' : 'disable';
  return commandFor(`veneer ${verb} ${wordOf(change.name)}`, change.class, root);
}
