/** veneer download: images of remotes, into a folder. */

import { chmodSync, existsSync, renameSync, rmSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { imageNameOf, storedVersion } from '../../shared/images/release-name.ts';
import { messageOf } from '../../shared/messages/message.ts';
import { nearestWord } from '../../shared/messages/nearest-word.ts';
import type { Prediction, Release } from '../../shared/model/catalog.ts';
import { ERROR_CODES, VeneerError } from '../../shared/model/errors.ts';
import { lockDownload } from '../downloads/download-lock.ts';
import { fetchOrder } from '../downloads/fetch-order.ts';
import { orderOf } from '../downloads/release-order.ts';
import { hashFile } from '../host/hash-file.ts';
import type { Host } from '../hosts/host.ts';
import { makeOwnFolder } from '../node/own-folder.ts';
import { entryKey } from '../remotes/releases-by-extension.ts';
import { keepServed } from '../session/served.ts';
import type { Session } from '../session/session.ts';
import { interruptible } from './interrupt.ts';
import type { Invocation } from './invocation.ts';
import { createProgress } from './progress.ts';
import { readRemotes } from './read-remotes.ts';
import { printOut, safeText, sayAnswer, tellNote } from './terminal.ts';

export async function downloadReleases(session: Session, host: Host, invocation: Invocation): Promise<number> {
  await readRemotes(session, host);
  const failed: unknown[] = [];
  for (const operand of invocation.operands) {
    try {
      await downloadOne(session, host, operand, invocation);
    } catch (error) {
      // One that cannot be had says nothing of the others, but who stops one stops all.
      if (!(error instanceof VeneerError) || error.code === 'cancelled') throw error;
      if (invocation.operands.length === 1) throw error;
      failed.push(error);
      if (invocation.json) sayAnswer('download', { operand, error: error.report() }, true);
      else tellNote(messageOf('cli.about', { name: operand, what: error.said }));
    }
  }
  if (failed.length === invocation.operands.length) throw failed[0];
  return failed.length > 0 ? ERROR_CODES.partly.exitCode : 0;
}

async function downloadOne(session: Session, host: Host, operand: string, invocation: Invocation): Promise<void> {
  const release = await releaseNamed(session, host, operand, invocation);
  await refuseUnfit(session, host, release, invocation.force);
  const directory = resolve(invocation.output ?? '.');
  const here = await fetchedBefore(session, release, directory);
  const { path, sha256 } = here ?? (await fetchInto(release, directory, invocation.json));
  if (here === null) keepOrTell(session, release, sha256);
  else if (!invocation.json) tellNote(messageOf('cli.is-there-already-and-the-same', { path }));
  if (invocation.json) sayAnswer('download', { path, release }, true);
  else printOut(safeText(path));
}

/** The same download, where it is there already: by its own hash or, where it was served packed, by what was written down of it. */
async function fetchedBefore({ fetched }: Session, release: Release, directory: string) {
  const path = join(directory, imageNameOf(release));
  if (release.sha256 === null || statSync(path, { throwIfNoEntry: false })?.isFile() !== true) return null;
  const sha256 = await hashFile(path, null);
  const isSame =
    release.packing === null && release.oci === null
      ? sha256 === release.sha256
      : fetched.of(sha256)?.sha256 === release.sha256;
  return isSame ? { path, sha256 } : null;
}

/** What cannot be written down is installed as a file later; the download itself is whole. */
function keepOrTell({ fetched, catalog }: Session, release: Release, sha256: string): void {
  try {
    keepServed(fetched, release, sha256, catalog.state().remotes);
  } catch {
    tellNote(messageOf('cli.from-where-it-came-cannot-be-kept'));
  }
}

/** The release that `NAME` or `NAME=VERSION` means. @throws {VeneerError} `not-found`, `invalid-input` where several fit */
export async function releaseNamed(
  { catalog }: Session,
  host: Host,
  operand: string,
  { remote: only, class: extensionClass }: Pick<Invocation, 'remote' | 'class'>,
): Promise<Release> {
  const at = operand.indexOf('=');
  const name = at < 0 ? operand : operand.slice(0, at);
  const version = at < 0 ? null : operand.slice(at + 1);
  const judged = host.release();
  const mine = catalog
    .all()
    .filter((one) => one.name === name && (only === null || one.remote === only))
    .filter((one) => extensionClass === null || one.class === extensionClass)
    .filter((one) => version === null || storedVersion(one) === version || one.version === version);
  const keys = [...new Set(mine.map(entryKey))];
  const [key] = keys;
  if (key === undefined) {
    const meant = nearestWord(name, [...new Set(catalog.all().map((one) => one.name))]);
    throw new VeneerError('not-found', messageOf('cli.no-remote-that-is-on-has', { name: operand }), {
      nextStep:
        meant === null || meant === name
          ? messageOf('cli.see-what-there-is-with-search')
          : messageOf('cli.did-you-mean', { meant }),
    });
  }
  if (keys.length > 1) {
    const names = [...new Set(mine.map((one) => one.remote))];
    throw new VeneerError('invalid-input', messageOf('cli.several-remotes-have', { name, remotes: names.join(', ') }), {
      nextStep: messageOf('cli.choose-one-with-remote'),
    });
  }
  if (version === null) {
    await catalog.predictEntries([key], judged, null);
    return catalog.best(key, judged);
  }
  // Of one version there may be images for several architectures; the catalog has the best first.
  const best = mine.find((one) => one.architecture === null || one.architecture === judged.architecture) ?? mine[0];
  return best as Release;
}

/** @throws {VeneerError} `incompatible` for what is known not to fit, unless it is forced */
export async function refuseUnfit(
  { catalog }: Session,
  host: Host,
  release: Release,
  force: boolean,
): Promise<Prediction | null> {
  const [prediction = null] = await catalog.predict([release], host.release(), null);
  if (prediction?.verdict.compatible !== false || force) return prediction;
  throw new VeneerError(
    'incompatible',
    messageOf('cli.about', { name: `${release.name} ${storedVersion(release)}`, what: prediction.verdict.message }),
    {
      nextStep: messageOf('cli.to-have-it-add-force'),
    },
  );
}

/** Downloads into a folder; a part of it waits there under a hidden name, and a later call goes on with it. */
async function fetchInto(
  release: Release,
  directory: string,
  quiet: boolean,
): Promise<{ readonly path: string; readonly sha256: string }> {
  makeOwnFolder(directory, 0o777);
  const fileName = imageNameOf(release);
  const target = join(directory, fileName);
  if (existsSync(target)) {
    throw new VeneerError('invalid-input', messageOf('cli.is-there-already-nothing-was-downloaded', { path: target }), {
      nextStep: messageOf('cli.move-it-away-or-output'),
    });
  }
  const folder = join(directory, `.${fileName}.download`);
  const lock = lockDownload(folder);
  if (lock === null) {
    throw new VeneerError('busy', messageOf('cli.another-veneer-is-downloading', { name: fileName }), {
      nextStep: messageOf('cli.wait-until-it-has-ended'),
    });
  }
  const stop = interruptible();
  const progress = quiet ? null : createProgress(fileName);
  try {
    const { path, sha256 } = await fetchOrder(orderOf(release, folder), (one) => progress?.tell(one), stop.signal);
    renameSync(path, target);
    // It was private while it was not verified; from now on it is a file like any other of its user.
    chmodSync(target, 0o666 & ~process.umask());
    rmSync(folder, { recursive: true, force: true });
    return { path: target, sha256 };
  } catch (error) {
    // What a later call can go on with stays; an empty folder does not.
    const isBegun = (statSync(join(folder, 'part'), { throwIfNoEntry: false })?.size ?? 0) > 0;
    if (!isBegun) rmSync(folder, { recursive: true, force: true });
    if (isBegun && error instanceof VeneerError && error.code === 'cancelled')
      throw new VeneerError('cancelled', error.said, { nextStep: messageOf('cli.same-command-goes-on') });
    throw error;
  } finally {
    progress?.end();
    stop.end();
    lock.close();
  }
}
