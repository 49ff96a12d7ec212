/** What a window mirrors of one reading of the host. */
import { createHash } from 'node:crypto';
import { provenanceOf } from '../../shared/images/provenance.ts';
import type { Host } from '../../shared/model/host.ts';
import type { Snapshot } from '../../shared/model/snapshot.ts';
import { CLASSES, type ExtensionClass } from '../../shared/systemd/classes.ts';
import type { System } from '../extensions/system.ts';

/** @param door what of the host is not read from it */
export function snapshotOf(
  revision: number,
  system: System,
  door: Pick<Host, 'sandbox' | 'sandboxNote' | 'executor' | 'overSsh'> & Partial<Pick<Host, 'root'>>,
): Snapshot {
  const { facts, hierarchies, extensions, movedAside, ignored, predicted, stamps, origins } = system;
  return {
    revision,
    host: { ...facts, ...door },
    hierarchies: [...hierarchies],
    extensions: [...extensions],
    movedAside: [...movedAside],
    ignored: [...ignored],
    failures: CLASSES.flatMap((extensionClass) =>
      (predicted[extensionClass]?.fails ?? []).map(({ entry, message, nextStep, prints }) => ({
        class: extensionClass,
        path: entry?.path ?? null,
        message,
        nextStep,
        prints,
      })),
    ),
    provenance: Object.fromEntries([...origins].map(([id, origin]) => [id, provenanceOf(origin)])),
    keys: Object.fromEntries(extensions.map(({ id }) => [id, shortHash(stamps.get(id) ?? '')])),
    layersKeys: Object.fromEntries(CLASSES.map((one) => [one, layersKey(system, one)])),
  };
}

function layersKey({ hierarchies, extensions, stamps }: System, extensionClass: ExtensionClass): string {
  const layers = extensions
    .filter((one) => one.class === extensionClass)
    .map(({ id, listed, masks, merged, verdict }) => [id, stamps.get(id), listed, masks, merged, verdict.compatible]);
  return shortHash(JSON.stringify([hierarchies.filter((one) => one.class === extensionClass), layers]));
}

const shortHash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16);
