/** What installing a candidate would mean on the host: whose files it overrides, what it replaces, who vouches for it. */
import { dirname } from 'node:path';
import type { Candidate, Impact } from '../../shared/model/candidate.ts';
import { storeFor } from '../../shared/store.ts';
import { lookCloser } from '../extensions/closer.ts';
import { asExtension, inspectPath } from '../extensions/inspect.ts';
import { mergeFor, type Site, type System } from '../extensions/system.ts';
import { adoptionAt } from './adopting.ts';
import { currentVersion } from './versions.ts';

/** @throws {VeneerError} `not-found` where the candidate is gone meanwhile; nothing for what it is */
export async function impactOf(site: Site, system: System, candidate: Candidate): Promise<Impact> {
  const { class: extensionClass, name, path } = candidate;
  const extension = asExtension(await inspectPath(path, extensionClass, mergeFor(system, extensionClass), name));
  const { contents, overlaps, findings, disk } = await lookCloser(site, system, extension);
  const signature = disk?.verity.find((one) => one.signature !== null)?.signature ?? null;
  return {
    files: contents.files,
    overrides: countBy(overlaps.flatMap((one) => one.overrides)),
    hiddenBy: countBy(overlaps.flatMap((one) => one.hiddenBy)),
    findings: [...findings],
    signature: signature === null ? null : { subject: signature.subject },
    replaces: await replacedBy(site, system, candidate),
    problem: contents.problem,
  };
}

function countBy(names: readonly string[]): Impact['overrides'] {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].map(([name, files]) => ({ name, files }));
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
