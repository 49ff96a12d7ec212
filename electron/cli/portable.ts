/** veneer portable: the images of portable services, what of them is attached, and attaching and detaching them. */
import { wholeText } from '../../shared/diagnosis/whole-text.ts';
import { messageOf, type Text } from '../../shared/messages/message.ts';
import { ERROR_CODES } from '../../shared/model/errors.ts';
import type { Attachment, PortableImage, Portables } from '../../shared/model/portable.ts';
import { nameOfImage } from '../../shared/systemd/portable.ts';
import { readPortables } from '../extensions/portable/portables.ts';
import { tellRunning } from '../host/portable-states.ts';
import { type Column, formatTable } from './format-table.ts';
import type { Invocation } from './invocation.ts';
import { noSuchName } from './no-such-name.ts';
import { targetOf } from './target.ts';
import { printLong, printOut, sayAnswer, tellNote } from './terminal.ts';

export async function runPortable(invocation: Invocation): Promise<number> {
  return listPortables(invocation);
}

/** Names of images, and of those that are attached and gone. */
async function listPortables(invocation: Invocation): Promise<number> {
  const [, ...names] = invocation.operands;
  const target = targetOf(invocation);
  const found = onlyOf(await tellRunning(await readPortables(target), target.root === '/'), names);
  if (invocation.json) sayAnswer('portables', found);
  else {
    const rows = [...found.images.map((one) => rowOfImage(one, found.attached)), ...goneRows(found)];
    if (rows.length === 0) printOut(messageOf('portable.no-images'));
    else await printLong(() => formatTable(COLUMNS, rows));
    for (const { name, problem } of found.images)
      if (problem !== null) tellNote(messageOf('cli.about', { name, what: problem }));
    for (const one of found.findings) tellNote(wholeText(one));
  }
  const isWhole = found.images.every(({ problem }) => problem?.id !== 'extension.unknown-it-may-not-be-read');
  return isWhole ? 0 : ERROR_CODES['not-authorized'].exitCode;
}

/** @throws {VeneerError} `not-found` for a name that neither an image nor what is attached has */
function onlyOf(all: Portables, names: readonly string[]): Portables {
  if (names.length === 0) return all;
  const known = [...all.images.map(({ name }) => name), ...all.attached.map(({ image }) => nameOfImage(image))];
  for (const name of names) if (!known.includes(name)) throw noSuchName(known, name);
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
