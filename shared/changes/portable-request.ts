/** What a person asks of portable images as a change, or why portabled would refuse it, which is said before anything is done. */
import { firstNames } from '../messages/first-names.ts';
import { type Message, messageOf } from '../messages/message.ts';
import type { Attachment, PortableImage, Portables } from '../model/portable.ts';
import {
  baseOfImage,
  DEFAULT_PROFILE,
  hasPrefix,
  isUnitPrefix,
  nameOfImage,
  prefixOfImage,
  wordsOf,
} from '../systemd/portable.ts';
import { misfitOf } from '../systemd/portable-fit.ts';
import { type AttachedAs, requestPortable } from './portable.ts';

/** How an image is to be attached; null leaves it as it is, or to what portablectl does. */
export interface Wishes {
  readonly name: string;
  readonly extensions: readonly string[] | null;
  readonly profile: string | null;
  readonly runtime: boolean;
  readonly now: boolean;
  readonly atBoot: boolean;
}

/** Why it would come to nothing. */
export interface Refusal {
  readonly code: 'not-found' | 'unsupported' | 'incompatible';
  readonly message: Message;
  readonly nextStep: Message | null;
}

export type Asked = { readonly change: ReturnType<typeof requestPortable> } | { readonly refusal: Refusal };

const refused = (code: Refusal['code'], message: Message, nextStep: Message | null = null): Asked => ({
  refusal: { code, message, nextStep },
});

/** @param wishes `name` is that of an image */
export function askToAttach(found: Portables, wishes: Wishes): Asked {
  const { name, runtime, now, atBoot } = wishes;
  const base = baseOfImage(name);
  const before = found.attached.find(({ image }) => baseOfImage(image) === base);
  if (before !== undefined)
    return refused(
      'unsupported',
      messageOf('portable.is-attached', { image: nameOfImage(before.image) }),
      messageOf('portable.attach-again', { command: `veneer portable reattach ${name}` }),
    );
  const how = howOf(found, wishes, wishes.extensions ?? [], wishes.profile ?? DEFAULT_PROFILE);
  if ('refusal' in how) return how;
  return { change: requestPortable('attach', { ...how, runtime, now, atBoot }, null) };
}

/** Another version of an image takes the place of the one that is attached, or the same anew. */
export function askToReattach(found: Portables, wishes: Wishes): Asked {
  const { name, now, atBoot } = wishes;
  const base = baseOfImage(name);
  const before = found.attached.find(({ image }) => baseOfImage(image) === base);
  if (before === undefined) return notAttached(name);
  const extensions = wishes.extensions ?? before.extensions.map(nameOfImage);
  const isSame = extensions.map(baseOfImage).join('/') === before.extensions.map(baseOfImage).join('/');
  if (!isSame)
    return refused(
      'unsupported',
      messageOf('portable.other-extensions', { image: name }),
      messageOf('portable.detach-first'),
    );
  const kept = before.profile !== null && found.profiles.includes(before.profile) ? before.profile : DEFAULT_PROFILE;
  const how = howOf(found, wishes, extensions, wishes.profile ?? kept);
  if ('refusal' in how) return how;
  const was = asAttached(found, before);
  const { runtime } = before;
  const starts = atBoot || before.units.some((unit) => unit.atBoot);
  return { change: requestPortable('reattach', { ...how, runtime, now, atBoot: starts }, was) };
}

/** @param now stops its services first */
export function askToDetach(found: Portables, name: string, now: boolean): Asked {
  const before = found.attached.find(({ image }) => nameOfImage(image) === name);
  if (before === undefined) return notAttached(name);
  const running = before.units.filter((unit) => unit.running === true).map((unit) => unit.name);
  if (running.length > 0 && !now)
    return refused(
      'unsupported',
      messageOf('portable.services-run', { image: name, units: firstNames(running) }),
      messageOf('portable.detach-now', { command: `veneer portable detach ${name} --now` }),
    );
  const was = asAttached(found, before);
  const how = was ?? { ...plain(before), prefixes: [] };
  return { change: requestPortable('detach', { ...how, now }, was) };
}

const notAttached = (name: string): Asked =>
  refused('not-found', messageOf('portable.is-not-attached', { image: name }), messageOf('portable.see-list'));

const plain = ({ image, extensions, profile, runtime, units }: Attachment) => ({
  name: nameOfImage(image),
  extensions: extensions.map(nameOfImage),
  profile: profile ?? DEFAULT_PROFILE,
  runtime,
  now: units.some(({ running }) => running === true),
  atBoot: units.some((unit) => unit.atBoot),
});

/** What brings back what is attached now; null where its images are not all there any more. */
function asAttached(found: Portables, before: Attachment): AttachedAs | null {
  const how = plain(before);
  const all = imagesOf(found, [how.name, ...how.extensions]);
  return all === null ? null : { ...how, prefixes: prefixesIn(all) };
}

/** The images of some names; null where one is not there. */
function imagesOf({ images }: Portables, names: readonly string[]): PortableImage[] | null {
  const found = names.flatMap((name) => images.find((one) => one.name === name) ?? []);
  return found.length === names.length ? found : null;
}

/** Those that PORTABLE_PREFIXES= of the image and its extensions names; none where the name of the image counts. */
const prefixesIn = (all: readonly PortableImage[]): string[] => [
  ...new Set(all.flatMap(({ release }) => wordsOf(release?.['PORTABLE_PREFIXES'])).filter(isUnitPrefix)),
];

type How = Pick<AttachedAs, 'name' | 'extensions' | 'profile' | 'prefixes'>;

/** The checks of portabled, in its order. */
function howOf(
  found: Portables,
  { name }: Wishes,
  extensions: readonly string[],
  profile: string,
): How | Extract<Asked, { refusal: Refusal }> {
  const refusal = refusalOf(found, name, extensions, profile);
  if (refusal !== null) return { refusal };
  const all = imagesOf(found, [name, ...extensions]) ?? [];
  return { name, extensions: [...extensions], profile, prefixes: prefixesIn(all) };
}

function refusalOf(found: Portables, name: string, extensions: readonly string[], profile: string): Refusal | null {
  const missing = [name, ...extensions].find((one) => imagesOf(found, [one]) === null);
  const seeList = messageOf('portable.see-list');
  if (missing !== undefined)
    return { code: 'not-found', message: messageOf('portable.no-image', { image: missing }), nextStep: seeList };
  if (!found.profiles.includes(profile)) {
    const nextStep = messageOf('portable.profiles-are', { profiles: found.profiles.join(', ') || '-' });
    return { code: 'not-found', message: messageOf('portable.no-profile', { profile }), nextStep };
  }
  const all = imagesOf(found, [name, ...extensions]) ?? [];
  const [image, ...onTop] = all;
  if (image === undefined) return null;
  // Whether what could not be read can be attached, portabled says.
  if (all.some(({ problem }) => problem !== null)) return null;
  if (image.kind !== 'service') {
    const isExtension = image.kind === 'extension';
    return {
      code: 'incompatible',
      message: messageOf(isExtension ? 'portable.is-extension' : 'portable.without-os-release', { image: name }),
      nextStep: isExtension ? messageOf('portable.attach-on', { image: name }) : null,
    };
  }
  if (!image.release?.['ID'])
    return { code: 'incompatible', message: messageOf('portable.without-id', { image: name }), nextStep: null };
  for (const one of onTop) {
    const misfit = one.kind === 'service' ? null : misfitOf(one.release ?? {}, image.release, found.architecture);
    if (misfit === null) continue;
    const message = messageOf('portable.extension-does-not-fit', { extension: one.name, image: name, reason: misfit });
    return { code: 'incompatible', message, nextStep: null };
  }
  const named = prefixesIn(all);
  const own = prefixOfImage(name);
  const prefixes = named.length > 0 ? named : own === null ? [] : [own];
  const units = all.flatMap((one) => one.units.map((unit) => unit.name));
  if (units.some((unit) => prefixes.some((prefix) => hasPrefix(unit, prefix)))) return null;
  const message = messageOf('portable.unit-prefix', { image: name, prefixes: prefixes.join(', ') || name });
  return { code: 'incompatible', message, nextStep: messageOf('portable.name-it-otherwise') };
}
