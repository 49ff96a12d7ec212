/** veneer pack: a folder as an image, the way `install` packs one, and only one that systemd takes. */

import { closeSync, existsSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { messageOf } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import { isExtensionName } from '../../shared/systemd/extension-name.ts';
import { readFindings } from '../extensions/findings.ts';
import { type IdentifiedFile, identifyFile } from '../extensions/identify-file.ts';
import { inspectPath } from '../extensions/inspect.ts';
import { asExtension, type Inspection } from '../extensions/inspection.ts';
import { packFolder } from '../extensions/pack-folder.ts';
import { readSystem, type System, type Target } from '../extensions/system.ts';
import { mergeFor } from '../extensions/target.ts';
import { withoutReleaseFile } from '../operations/without-release-file.ts';
import { attributesLost } from './attributes-lost.ts';
import { diagnosisText } from './diagnosis-text.ts';
import type { Invocation } from './invocation.ts';
import { targetOf } from './target.ts';
import { printOut, safeText, sayAnswer, tellNote } from './terminal.ts';

export async function runPack(invocation: Invocation): Promise<number> {
  const { operands } = invocation;
  const folder = resolve(operands[0] ?? '');
  const image = resolve(operands[1] ?? `${basename(folder)}.raw`);
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw new VeneerError('not-found', messageOf('cli.is-not-folder', { path: folder }));
  }
  if (existsSync(image))
    throw new VeneerError('invalid-input', messageOf('cli.is-there-already-nothing-was-written', { path: image }));
  const target = targetOf(invocation);
  const system = await readSystem(target, null);
  const named = await identifyFolder(folder, image, invocation, system);
  const unfinished = `${image}.${process.pid}.new`;
  closeSync(openSync(unfinished, 'wx', 0o644));
  try {
    for await (const _ of packFolder(folder, unfinished, null, invocation.compression ?? 'gzip'));
    const inspection = await inspectPath(unfinished, named.class, mergeFor(system, named.class), named.name);
    checkTaken(folder, inspection);
    await noteVerdict(target, system, inspection);
    renameSync(unfinished, image);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  }
  if (named.stem !== named.name) {
    tellNote(messageOf('cli.systemd-takes-it-only-as', { file: `${named.name}.raw` }));
  }
  const warnings = attributesLost();
  if (!invocation.json) for (const one of warnings) tellNote(one);
  if (invocation.json) sayAnswer('made', { path: image, warnings });
  else printOut(safeText(image));
  return 0;
}

/** @throws {VeneerError} `invalid-input` where the release file is not for the image's name */
async function identifyFolder(
  folder: string,
  target: string,
  invocation: Invocation,
  system: System,
): Promise<IdentifiedFile> {
  const wishes = { class: invocation.class, name: invocation.name };
  const { class: extensionClass, inside } = await identifyFile(
    { hostPath: folder, kind: 'folder' },
    wishes,
    system.release,
  );
  const stem = basename(target).replace(/(?:\.(?:sysext|confext))?\.raw$/, '');
  const name = inside.find((one) => stem === one || stem.startsWith(`${one}-`) || stem.startsWith(`${one}_`));
  if (!isExtensionName(stem))
    throw new VeneerError('invalid-input', messageOf('common.systemd-takes-no-extension-of-name', { name: stem }));
  if (inside.length === 0) throw withoutReleaseFile(folder, extensionClass, stem);
  if (name === undefined) {
    throw new VeneerError(
      'invalid-input',
      messageOf('cli.release-file-is-for-others', { names: inside.join(', '), name: stem }),
      {
        nextStep: messageOf('cli.name-image-or-file-inside', {
          image: `${inside[0]}.raw`,
          file: `extension-release.${stem}`,
        }),
      },
    );
  }
  return { class: extensionClass, name, stem, inside };
}

/** @throws {VeneerError} `invalid-input` for what no systemd would take, whatever the host */
function checkTaken(folder: string, { blocksMergeBecause, release, releaseFile, verdict }: Inspection): void {
  const why =
    blocksMergeBecause ??
    (verdict.code === 'os-release' || verdict.code === 'release-file-invalid' ? verdict.message : null) ??
    (release !== null && !release['ID'] ? messageOf('cli.sets-no-id', { file: releaseFile ?? '' }) : null);
  if (why === null) return;
  throw new VeneerError('invalid-input', messageOf('cli.was-not-packed', { path: folder, reason: why }), {
    nextStep: messageOf('cli.mend-folder'),
  });
}

async function noteVerdict(target: Target, system: System, inspection: Inspection): Promise<void> {
  const { findings } = await readFindings(target, system, asExtension(inspection));
  for (const one of findings) tellNote(diagnosisText(one));
}
