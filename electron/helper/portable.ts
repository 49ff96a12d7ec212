/**
 * Attaches and detaches portable images by portablectl(1). It is always told paths: by a name, 257 detaches every image that is
 * attached, and loses the image on the way when it attaches it anew (measured on 257.13; both are mended in 262).
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { type Message, messageOf } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import { baseOfImage, isProfileName, isUnitPrefix, nameOfImage } from '../../shared/systemd/portable.ts';
import { type Fields, isList, isName, isText } from './fields.ts';
import { takeFlag, takeName } from './parameters.ts';
import { type Attached, needProfile, portableImage, readAttached } from './portable-images.ts';
import { lastLine, needProgram, runProgram } from './programs.ts';
import { refuseOtherRoot, runSystemctl, stopUnits } from './services.ts';
import { type Common, verb } from './verb.ts';

interface AttachRequest extends Common {
  readonly name: string;
  readonly extensions: readonly string[];
  readonly profile: string;
  readonly prefixes: readonly string[];
  readonly runtime: boolean;
  readonly now: boolean;
  readonly atBoot: boolean;
}

interface DetachRequest extends Common {
  readonly name: string;
  readonly now: boolean;
}

/** @throws {VeneerError} `systemd-failed` with what portablectl says last, and for services that do not start */
async function attach(request: AttachRequest): Promise<Message[]> {
  const { root, name, profile } = request;
  refuseOtherRoot(root);
  needProfile(root, profile);
  const options = optionsOf(request, request.runtime);
  const image = portableImage(root, name);
  await runPortablectl(['attach', ...options, '--', image, ...request.prefixes]);
  return [messageOf('helper.attached', { name, profile }), ...(await started(request))];
}

/**
 * Puts an image in the place of what is attached of it, or of another version of it.
 *
 * @throws {VeneerError} `not-found` where nothing of it is attached
 */
async function reattach(request: AttachRequest): Promise<Message[]> {
  const { root, name, profile, prefixes } = request;
  refuseOtherRoot(root);
  needProfile(root, profile);
  const image = portableImage(root, name);
  const base = baseOfImage(image);
  const before = readAttached(root).find((one) => baseOfImage(one.image) === base);
  if (before === undefined) throw notAttached(name);
  const extensions = extensionsOf(request);
  // It is detached before it is attached, so what would be refused then is asked for first.
  await runPortablectl(['inspect', ...extensions, '--', image, ...prefixes]);
  await runPortablectl(['reattach', ...optionsOf(request, before.runtime), '--', image, ...prefixes]);
  return [messageOf('helper.attached-anew', { name, profile }), ...(await started(request))];
}

/** @throws {VeneerError} `not-found` where nothing of it is attached; `systemd-failed` for one that runs, unless it is stopped */
async function detach({ root, name, now }: DetachRequest): Promise<Message[]> {
  refuseOtherRoot(root);
  const mine = readAttached(root).filter(({ image }) => nameOfImage(image) === name);
  if (mine.length === 0) throw notAttached(name);
  for (const one of mine) await detachOne(root, one, now);
  return [messageOf('helper.detached', { name })];
}

async function detachOne(root: string, { image, extensions, runtime, units }: Attached, now: boolean): Promise<void> {
  if (now) await stopUnits(root, units.map(asInstances));
  const plain = units.filter((unit) => !unit.includes('@.'));
  // A link that enables a unit would lead nowhere; those of portablectl itself are taken away by --enable.
  if (plain.length > 0) await runSystemctl(root, ['disable', ...(runtime ? ['--runtime'] : []), '--', ...plain]);
  const on = extensions.map((path) => `--extension=${path}`);
  await runPortablectl(['detach', '--enable', ...(runtime ? ['--runtime'] : []), ...on, '--', image, ...units]);
}

/** systemctl(1) takes a pattern for the instances of a template that are loaded. */
const asInstances = (unit: string): string => unit.replace(/@\./, '@*.');

const extensionsOf = ({ root, extensions }: AttachRequest): string[] =>
  extensions.map((name) => `--extension=${portableImage(root, name)}`);

function optionsOf(request: AttachRequest, runtime: boolean): string[] {
  return [
    `--profile=${request.profile}`,
    ...(runtime ? ['--runtime'] : []),
    ...(request.now ? ['--now'] : []),
    ...(request.atBoot ? ['--enable'] : []),
    ...extensionsOf(request),
  ];
}

/** What cannot be executed in the image fails just after systemd counts it as started. */
const SETTLES_MS = 500;

/** portablectl --now ends with 0 whatever became of the services (measured). */
async function started({ root, name, now }: AttachRequest): Promise<Message[]> {
  if (!now) return [];
  const units = readAttached(root)
    .filter(({ image }) => nameOfImage(image) === name)
    .flatMap((one) => one.units.filter((unit) => unit.endsWith('.service') && !unit.includes('@.')));
  const failed: string[] = [];
  if (units.length > 0) await sleep(SETTLES_MS);
  for (const unit of units) {
    const { status } = await runProgram(needProgram('systemctl'), ['--quiet', 'is-failed', '--', unit]);
    if (status === 0) failed.push(unit);
  }
  if (failed.length === 0) return units.length === 0 ? [] : [messageOf('helper.started', { units: units.join(', ') })];
  throw new VeneerError('systemd-failed', messageOf('helper.attached-not-started', { units: failed.join(', ') }), {
    nextStep: messageOf('helper.look-into-journal-of', { unit: failed[0] ?? '' }),
  });
}

async function runPortablectl(args: readonly string[]): Promise<void> {
  const { status, output } = await runProgram(needProgram('portablectl'), ['--no-pager', '--no-ask-password', ...args]);
  if (status === 0) return;
  const reason = lastLine(output) || messageOf('helper.status', { status: String(status) });
  throw new VeneerError('systemd-failed', messageOf('helper.portablectl-failed', { verb: args[0] ?? '', reason }), {
    detail: output,
  });
}

const notAttached = (name: string): VeneerError =>
  new VeneerError('not-found', messageOf('helper.is-not-attached', { name }), {
    nextStep: messageOf('helper.see-portable-list'),
  });

const MOST_EXTENSIONS = 32;
const areNames = isList(isName);
const areExtensions = (value: unknown): value is string[] => areNames(value) && value.length <= MOST_EXTENSIONS;

const attachIn = (fields: Fields) => ({
  name: takeName(fields),
  extensions: fields.take('extensions', areExtensions, 'an extension has no name that systemd allows'),
  profile: fields.take('profile', isText(isProfileName), 'no profile can be named that'),
  prefixes: fields.take('prefixes', isList(isText(isUnitPrefix)), 'no name of a unit begins so'),
  runtime: takeFlag(fields, 'runtime'),
  now: takeFlag(fields, 'now'),
  atBoot: takeFlag(fields, 'atBoot'),
});

export const PORTABLE_VERBS = {
  'attach-portable': verb({ writesEtc: true, check: attachIn, run: attach }),
  'detach-portable': verb({
    writesEtc: true,
    check: (fields) => ({ name: takeName(fields), now: takeFlag(fields, 'now') }),
    run: detach,
  }),
  'reattach-portable': verb({ writesEtc: true, check: attachIn, run: reattach }),
};
