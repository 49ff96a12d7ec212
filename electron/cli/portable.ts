/** veneer portable: the images of portable services, what of them is attached, and attaching and detaching them. */
import { EMPTY_REQUEST } from '../../shared/changes/empty-request.ts';
import {
  type Asked,
  askToAttach,
  askToDetach,
  askToReattach,
  type Wishes,
} from '../../shared/changes/portable-request.ts';
import { wholeText } from '../../shared/diagnosis/whole-text.ts';
import { messageOf, type Text } from '../../shared/messages/message.ts';
import { ERROR_CODES, VeneerError } from '../../shared/model/errors.ts';
import type { Attachment, PortableImage, Portables } from '../../shared/model/portable.ts';
import { nameOfImage } from '../../shared/systemd/portable.ts';
import { readPortables } from '../extensions/portable/portables.ts';
import { tellRunning } from '../host/portable-states.ts';
import { applyRequest, exitCodeOf } from './change.ts';
import { type Column, formatTable } from './format-table.ts';
import type { Invocation } from './invocation.ts';
import { noSuchImage } from './no-such-name.ts';
import { withHost } from './setup.ts';
import { targetOf } from './target.ts';
import { printError, printLong, printOut, sayAnswer, tellNote } from './terminal.ts';
import { describePlan } from './text.ts';

export async function runPortable(invocation: Invocation): Promise<number> {
  const [verb = 'list', name = ''] = invocation.operands;
  const ask = ASK[verb];
  return ask === undefined ? listPortables(invocation) : changePortable(invocation, name, ask);
}

const ASK: Readonly<Record<string, (found: Portables, wishes: Wishes) => Asked>> = {
  attach: askToAttach,
  detach: (found, { name, now }) => askToDetach(found, name, now),
  reattach: askToReattach,
};

/** @throws {VeneerError} what portabled would refuse, and what applying throws */
function changePortable(
  invocation: Invocation,
  name: string,
  ask: (found: Portables, wishes: Wishes) => Asked,
): Promise<number> {
  return withHost(invocation, async (_session, host) => {
    const { extension, profile, runtime, now, enable: atBoot, dryRun } = invocation;
    const found = await readHere(invocation);
    const known = namesOf(found);
    if (!known.includes(name)) throw noSuchImage(known, name);
    const extensions = extension === null ? null : extension.split(',').filter((one) => one !== '');
    const asked = ask(found, { name, extensions, profile, runtime, now, atBoot });
    if ('refusal' in asked) {
      const { code, message, nextStep } = asked.refusal;
      throw new VeneerError(code, message, nextStep === null ? {} : { nextStep });
    }
    const { change } = asked;
    const request = { ...EMPTY_REQUEST, changes: [change], classes: [change.class], action: 'none' as const };
    if (!dryRun) return exitCodeOf(await applyRequest(host, request, invocation));
    const plan = await host.plan(request);
    if (invocation.json) sayAnswer('portable-change', plan);
    else printOut(describePlan(plan));
    return 0;
  });
}

async function readHere(invocation: Invocation): Promise<Portables> {
  const target = targetOf(invocation);
  return tellRunning(await readPortables(target), target.root === '/');
}

/** Of images, and of what is attached of those that are gone. */
const namesOf = ({ images, attached }: Portables): string[] => [
  ...images.map(({ name }) => name),
  ...attached.map(({ image }) => nameOfImage(image)),
];

/** Names of images, and of those that are attached and gone. */
async function listPortables(invocation: Invocation): Promise<number> {
  const [, ...names] = invocation.operands;
  const found = onlyOf(await readHere(invocation), names);
  if (invocation.json) sayAnswer('portables', found);
  else {
    const rows = [...found.images.map((one) => rowOfImage(one, found.attached)), ...goneRows(found)];
    if (rows.length === 0) printOut(messageOf('portable.no-images'));
    else await printLong(() => formatTable(COLUMNS, rows));
    for (const { name, problem } of found.images)
      if (problem !== null) tellNote(messageOf('cli.about', { name, what: problem }));
    for (const one of found.findings) tellNote(wholeText(one));
  }
  if (found.problems.length === 0) return 0;
  if (!invocation.json)
    for (const { message } of found.problems) printError(messageOf('cli.veneer', { what: message }));
  return ERROR_CODES['not-authorized'].exitCode;
}

/** @throws {VeneerError} `not-found` for a name that neither an image nor what is attached has */
function onlyOf(all: Portables, names: readonly string[]): Portables {
  if (names.length === 0) return all;
  const known = namesOf(all);
  for (const name of names) if (!known.includes(name)) throw noSuchImage(known, name);
  return {
    ...all,
    images: all.images.filter(({ name }) => names.includes(name)),
    attached: all.attached.filter(({ image }) => names.includes(nameOfImage(image))),
    findings: all.findings.filter(({ subject }) => subject.kind === 'portable' && names.includes(subject.name)),
  };
}

const COLUMNS: readonly Column[] = [
  { head: messageOf('cli.column-name'), isWhole: true },
  { head: messageOf('cli.column-state'), isWhole: true },
  { head: messageOf('portable.column-units') },
  { head: messageOf('portable.column-profile') },
  { head: messageOf('portable.column-extensions') },
  { head: messageOf('cli.column-description') },
];

/** States are portablectl's own words, by which people know them. */
function rowOfImage(image: PortableImage, attached: readonly Attachment[]): Text[] {
  const mine = attached.filter((one) => nameOfImage(one.image) === image.name);
  const units =
    mine.length > 0
      ? mine.flatMap((one) => one.units.map(({ name }) => name))
      : image.units.filter(({ matches }) => matches !== false).map(({ name }) => name);
  return [image.name, image.state, listed(units), ...onTopOf(mine), image.description ?? '-'];
}

/** What is attached of images that are in no search directory any more. */
function goneRows({ images, attached }: Portables): Text[][] {
  return attached
    .filter((one) => !images.some(({ name }) => name === nameOfImage(one.image)))
    .map((one) => {
      const units = one.units.map(({ name }) => name);
      const state = one.runtime ? 'attached-runtime' : 'attached';
      return [nameOfImage(one.image), state, listed(units), ...onTopOf([one]), '-'];
    });
}

const onTopOf = (mine: readonly Attachment[]): Text[] => [
  listed(mine.flatMap(({ profile }) => (profile === null ? [] : [profile]))),
  listed(mine.flatMap(({ extensions }) => extensions.map(nameOfImage))),
];

const listed = (names: readonly string[]): string => [...new Set(names)].join(', ') || '-';
