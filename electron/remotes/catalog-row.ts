/** A row of the catalog: an extension of a remote, by its best release. */
import { storedVersion } from '../../shared/images/release-name.ts';
import type { CatalogEntry, Prediction, Release } from '../../shared/model/catalog.ts';
import { needsOf } from '../../shared/remotes/needs.ts';

/** @param words what its publisher says of it; null where that is not known, or nothing is said */
export function catalogRow(
  key: string,
  releases: readonly Release[],
  best: Release,
  prediction: Prediction | null,
  words: string | null,
): CatalogEntry {
  return {
    key,
    remote: best.remote,
    class: prediction?.class ?? best.class,
    name: best.name,
    path: best.path,
    version: storedVersion(best),
    releases: new Set(releases.map(storedVersion)).size,
    architectures: [...new Set(releases.flatMap(({ architecture }) => architecture ?? []))].sort(),
    fits: prediction?.verdict.compatible ?? null,
    reason: prediction?.verdict.message ?? null,
    code: prediction?.verdict.code ?? null,
    needs: prediction === null ? null : needsOf(best, prediction.verdict),
    isMissing: prediction?.isMissing ?? false,
    source: prediction?.source ?? null,
    size: prediction?.size ?? null,
    changedAt: prediction?.changedAt ?? null,
    inside: prediction?.inside ?? null,
    description: words ?? prediction?.description ?? null,
    units: prediction?.units ?? [],
    programs: prediction?.programs ?? [],
  };
}
