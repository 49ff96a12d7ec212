/** What installing a candidate would mean on the host: whose files it overrides, what it replaces, who vouches for it. */
import { dirname } from 'node:path';
import { storeFor } from '../../shared/images/store.ts';
import type { Candidate, Impact } from '../../shared/model/candidate.ts';
import { asExtension } from '../extensions/inspection.ts';
import type { LocalReader } from '../extensions/local-reader.ts';
import { mergeFor } from '../extensions/site.ts';
import type { Site, System } from '../extensions/system.ts';
import { adoptionAt } from './adopting.ts';
import { currentVersion } from './versions.ts';

/** @throws {VeneerError} `not-found` where the candidate is gone meanwhile; nothing for what it is */
export async function impactOf(
  reader: LocalReader,
  site: Site,
  system: System,
  candidate: Candidate,
  signal: AbortSignal | null,
): Promise<Impact> {
  const { class: extensionClass, name, path } = candidate;
  const extension = asExtension(
    await reader.inspect(path, extensionClass, mergeFor(system, extensionClass), name, signal),
  );
  const { files, problem, overrides, hiddenBy, findings, disk } = await reader.overlaps(
    site,
    system,
    extension,
    signal,
  );
  const signature = disk?.verity.find((one) => one.signature !== null)?.signature ?? null;
  return {
    files,
    overrides: [...overrides],
    hiddenBy: [...hiddenBy],
    findings: [...findings],
    signature: signature === null ? null : { subject: signature.subject },
    replaces: await replacedBy(site, system, candidate),
    problem,
  };
}

async function replacedBy({ root }: Site, system: System, candidate: Candidate): Promise<Impact['replaces']> {
  const { class: extensionClass, name, path: source, sha256, version, architecture } = candidate;
  const entry = system.extensions.find((one) => one.class === extensionClass && one.name === name && one.listed);
  if (entry === undefined) return null;
  const stored = currentVersion(system, extensionClass, name);
  const image = { source, sha256, version, architecture, place: 'kept', keep: null } as const;
  const adopted = await adoptionAt(root, system, { verb: 'install', class: extensionClass, name, image });
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
