/** What installing a inspected image would mean on the host: whose files it overrides, what it replaces, who vouches for it. */
import { dirname } from 'node:path';
import { requestInstall } from '../../shared/changes/install.ts';
import { storeFor } from '../../shared/images/store.ts';
import type { Impact, InspectedImage } from '../../shared/model/inspected-image.ts';
import { asExtension } from '../extensions/inspection.ts';
import type { LocalReader } from '../extensions/local-reader.ts';
import type { System, Target } from '../extensions/system.ts';
import { mergeFor } from '../extensions/target.ts';
import { adoptionAt } from './adopting.ts';
import { currentVersion } from './versions.ts';

/** @throws {VeneerError} `not-found` where the inspected image is gone meanwhile; nothing for what it is */
export async function impactOf(
  reader: LocalReader,
  target: Target,
  system: System,
  inspected: InspectedImage,
  signal: AbortSignal | null,
): Promise<Impact> {
  const { class: extensionClass, name, path } = inspected;
  const extension = asExtension(
    await reader.inspect(path, extensionClass, mergeFor(system, extensionClass), name, signal),
  );
  const { files, problem, overrides, hiddenBy, findings, disk } = await reader.overlaps(
    target,
    system,
    extension,
    signal,
  );
  const signature = disk?.verity.find((one) => one.signature !== null)?.signature ?? null;
  return {
    files,
    overrides: overrides.map((one) => ({ ...one, paths: [...one.paths] })),
    hiddenBy: hiddenBy.map((one) => ({ ...one, paths: [...one.paths] })),
    findings: [...findings],
    signature: signature === null ? null : { subject: signature.subject },
    replaces: await replacedBy(target, system, inspected),
    problem,
  };
}

async function replacedBy({ root }: Target, system: System, inspected: InspectedImage): Promise<Impact['replaces']> {
  const { class: extensionClass, name, path: source, sha256, version, architecture } = inspected;
  const entry = system.extensions.find((one) => one.class === extensionClass && one.name === name && one.listed);
  if (entry === undefined) return null;
  const stored = currentVersion(system, extensionClass, name);
  const image = { source, sha256, version, architecture, place: 'kept', keep: null } as const;
  const adopted = await adoptionAt(root, system, requestInstall(inspected, image));
  const isAdopted = adopted !== null && adopted.path === entry.path;
  const order = system.release.rules.searchPath[extensionClass];
  const target = stored?.store.directory ?? storeFor(extensionClass, 'kept').directory;
  return {
    path: entry.path,
    version: isAdopted ? adopted.version : (stored?.stored.version ?? entry.version),
    isKept: stored !== null || isAdopted,
    goesOn: order.indexOf(dirname(entry.path)) < order.indexOf(target),
  };
}
