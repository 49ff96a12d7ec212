/** The commands that only look. */

import { statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { type Message, messageOf } from '../../shared/messages/message.ts';
import { byName } from '../../shared/model/by-name.ts';
import { ERROR_CODES } from '../../shared/model/errors.ts';
import type { Extension } from '../../shared/model/extension.ts';
import { CLASSES } from '../../shared/systemd/classes.ts';
import { nameOfEntry } from '../../shared/systemd/image-name.ts';
import { identifyFile } from '../extensions/identify-file.ts';
import { inspectPath } from '../extensions/inspect.ts';
import { type InDepth, inspectInDepth, replacedBy } from '../extensions/inspect-in-depth.ts';
import { asExtension, type Inspection } from '../extensions/inspection.ts';
import { readSystem, type System, type Target } from '../extensions/system.ts';
import { mergeFor } from '../extensions/target.ts';
import { hostPath } from '../host/rooted.ts';
import { fetchersIn } from '../updates/fetchers.ts';
import type { Answer } from './answers.ts';
import { readAtBoot } from './at-boot.ts';
import { type AsNamed, describeExtension, describeInDepth, describeInspection } from './describe.ts';
import type { ReadOnHost } from './fleet-target.ts';
import type { Invocation } from './invocation.ts';
import { listText } from './list-text.ts';
import { neitherNameNorPath } from './no-such-name.ts';
import { pendingIn } from './pending.ts';
import { statusText } from './status-text.ts';
import { storedIn } from './stored.ts';
import { entryNamed, targetOf } from './target.ts';
import { printLong, safeText, sayAnswer, tellHint, textOf } from './terminal.ts';
import { failuresText, ignoredText, unseenText } from './text.ts';
import { tellUnreadable, unreadableIn } from './unreadable.ts';

export async function runRead(invocation: Invocation): Promise<number> {
  const { target, system, shown } = await readFor(invocation);
  switch (invocation.command) {
    case 'list': {
      const fetchersAt = fetchersIn(system.definitions, system.release.rules.version);
      const extensions = system.extensions
        .filter((one) => isWanted(one, invocation))
        .map((one) => ({ ...one, ...provenanceOf(system, one, fetchersAt) }))
        .sort(byName);
      const movedAside = system.movedAside.filter((one) => isWanted(one, invocation));
      const stored = storedIn(system).filter((one) => isWanted(one, invocation));
      const ignored = system.ignored.filter((one) => isWanted(one, invocation));
      const merges = mergesOf(system, invocation);
      const problems = unreadableIn(system, classesIn(invocation));
      await printAnswer(
        'list',
        invocation,
        { host: shown.facts, extensions, movedAside, stored, ignored, merges, problems },
        () =>
          (listText(shown, { extensions, movedAside, stored }, classesIn(invocation), invocation.all) ??
            `${textOf(problems.length > 0 ? messageOf('cli.no-extensions-that-can-be-read') : nothingHere(system, invocation))}\n`) +
          ignoredText(ignored) +
          unseenText(system.facts, extensions) +
          failuresText(merges),
      );
      return tellUnreadable(problems, invocation);
    }
    case 'status': {
      const hierarchies = [...system.hierarchies, ...system.elsewhere].filter((one) => isWanted(one, invocation));
      const merges = mergesOf(system, invocation);
      const classes = classesIn(invocation);
      const problems = unreadableIn(system, classes);
      const pending = pendingIn(system).filter((one) => isWanted(one, invocation));
      const atBoot = invocation.json ? [] : await readAtBoot(shown, classes);
      await printAnswer('status', invocation, { host: shown.facts, hierarchies, merges, pending, problems }, () =>
        statusText(shown, hierarchies, classes, atBoot),
      );
      const isEmpty = system.extensions.length + system.movedAside.length + problems.length === 0;
      if (isEmpty && !invocation.json) tellHint(messageOf('cli.nothing-is-installed-yet'));
      return tellUnreadable(problems, invocation);
    }
    default:
      return inspectExtension(invocation, target, system);
  }
}

/** This host, or the tree or the host of the fleet that is named. */
async function readFor(invocation: Invocation): Promise<ReadOnHost> {
  if (invocation.host !== null) return (await import('./fleet-target.ts')).readFleetHost(invocation.host, invocation);
  const target = targetOf(invocation);
  const system = await readSystem(target, null);
  return { target, system, shown: system };
}

const nothingHere = ({ release }: System, invocation: Invocation): Message =>
  messageOf(
    invocation.class === 'confext' && !release.rules.confext
      ? 'common.confext-needs-systemd-254-or-newer'
      : 'cli.no-extensions-here',
  );

const classesIn = (invocation: Invocation) => CLASSES.filter((one) => isWanted({ class: one }, invocation));

function isWanted(one: { readonly class: string }, invocation: Invocation): boolean {
  return invocation.class === null || one.class === invocation.class;
}

async function printAnswer<Name extends 'list' | 'status' | 'inspect'>(
  name: Name,
  { json }: Invocation,
  answer: Answer<Name>,
  text: () => string,
): Promise<void> {
  if (json) sayAnswer(name, answer);
  else await printLong(text);
}

const INSIDE_IS_UNKNOWN = messageOf('cli.inside-not-read-from-host');
/** Of a host of the fleet only that is here by which an image is judged. */
const NOT_BROUGHT: InDepth = {
  contents: { files: 0, bytes: 0, problem: INSIDE_IS_UNKNOWN },
  ...{ overlaps: [], findings: [], disk: null },
};

async function inspectExtension(invocation: Invocation, target: Target, system: System): Promise<number> {
  const [what = ''] = invocation.operands;
  const isHere = invocation.host === null;
  const isPath = isHere && (what.includes('/') || statSync(what, { throwIfNoEntry: false })?.isFile() === true);
  const extensionClass = invocation.class ?? 'sysext';
  if (isPath) return inspectFile(invocation, target, system);
  const extension =
    entryNamed(system, extensionClass, what) ??
    (invocation.class === null ? entryNamed(system, 'confext', what) : undefined);
  if (extension === undefined) {
    throw neitherNameNorPath(
      system.extensions.map((one) => one.name),
      what,
    );
  }
  const inDepth = isHere ? await inspectInDepth(target, system, extension) : NOT_BROUGHT;
  const { origin, fetchers } = provenanceOf(
    system,
    extension,
    fetchersIn(system.definitions, system.release.rules.version),
  );
  await printAnswer(
    'inspect',
    invocation,
    { ...extension, origin, fetchers, ...inDepth },
    () =>
      describeExtension(extension, origin, fetchers) +
      (isHere ? describeInDepth(inDepth) : `\n${safeText(INSIDE_IS_UNKNOWN)}\n`),
  );
  return 0;
}

/** From where an image came; of one without a record, what fetches such names. */
function provenanceOf({ origins }: System, extension: Extension, fetchersAt: ReturnType<typeof fetchersIn>) {
  const origin = origins.get(extension.id) ?? null;
  const isAsked = origin === null && extension.type === 'raw';
  return { origin, fetchers: isAsked ? fetchersAt(extension.realPath) : [] };
}

/** A file is judged as `install` would keep it; what systemd would make of it under its present name is said beside. */
async function inspectFile(invocation: Invocation, target: Target, system: System): Promise<number> {
  const [what = ''] = invocation.operands;
  const path = resolve(what);
  const kind = statSync(path, { throwIfNoEntry: false })?.isDirectory() === true ? 'folder' : 'image';
  const wishes = { class: invocation.class, name: invocation.name };
  const identified = await identifyFile({ hostPath: path, kind }, wishes, system.release);
  const merge = mergeFor(system, identified.class);
  const inspection = await inspectPath(what, identified.class, merge, identified.name);
  const asNamed = await asNamedNow(what, inspection, system);
  // What install would keep has a name of its own. Of what it would refuse the present one counts, and systemd passes files
  // over that do not end so.
  const isTaken = inspection.verdict.code !== 'not-an-image' || kind === 'folder' || path.endsWith('.raw');
  const extension = asExtension(inspection);
  const inDepth = await inspectInDepth(target, system, extension);
  const present = entryNamed(system, inspection.class, inspection.name);
  const isOther = present !== undefined && !present.masks && !isAt(hostPath(target.root, present.realPath), path);
  const replaces = isOther ? await replacedBy(target, system, extension, present) : null;
  const { entry: _, ...shown } = inspection;
  await printAnswer(
    'inspect',
    invocation,
    { ...shown, asNamed, replaces, ...inDepth },
    () => describeInspection(inspection, { asNamed, isTaken, replaces }) + describeInDepth(inDepth),
  );
  return exitCodeOf(inspection);
}

/** Whether two paths lead to the same, by whatever links; not, where this user cannot look at one of them. */
function isAt(one: string, other: string): boolean {
  try {
    const [a, b] = [statSync(one), statSync(other)];
    return a.dev === b.dev && a.ino === b.ino;
  } catch {
    return false;
  }
}

/** That a file is no image, or cannot be read, is told by the exit code too, as by systemd-dissect(1). */
function exitCodeOf({ verdict }: Inspection): number {
  switch (verdict.code) {
    case 'not-an-image':
    case 'image-broken':
      return ERROR_CODES['image-broken'].exitCode;
    case 'permission':
      return ERROR_CODES['not-authorized'].exitCode;
    default:
      return 0;
  }
}

/** What the file would be under the name that it has; null where that is the one it is judged by. */
async function asNamedNow(what: string, inspection: Inspection, system: System): Promise<AsNamed | null> {
  const merge = mergeFor(system, inspection.class);
  const now = nameOfEntry(basename(inspection.path), inspection.class, merge.host.rules);
  if (now === null || now === inspection.name) return null;
  const { name, verdict, blocksMergeBecause } = await inspectPath(what, inspection.class, merge);
  return { name, verdict, blocksMergeBecause };
}

/** What a merge of each class would come to as things are. */
function mergesOf({ predicted }: System, invocation: Invocation) {
  return CLASSES.flatMap((extensionClass) => {
    const merge = predicted[extensionClass];
    if (merge === undefined || !isWanted({ class: extensionClass }, invocation)) return [];
    const { fails, layers, leftOut, uncertain, exitStatus } = merge;
    return [{ class: extensionClass, fails, exitStatus, layers, leftOut, uncertain }];
  });
}
