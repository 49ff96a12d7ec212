/** Which remotes have a build of what does not fit. */
import { doesNotFit } from '../diagnosis/does-not-fit.ts';
import { lostWithOs } from '../diagnosis/state/lost-with-os.ts';
import { extensionOf } from '../diagnosis/subject.ts';
import type { CatalogEntry } from '../model/catalog.ts';
import type { Diagnosis } from '../model/diagnosis.ts';

const UNFIT: ReadonlySet<string> = new Set([...doesNotFit.ids, ...lostWithOs.ids]);

type Published = Pick<CatalogEntry, 'class' | 'name' | 'remote' | 'fits' | 'isMissing'>;

/** The name that does not fit; null for a finding of anything else. */
export function unfitName({ id, subject, message }: Pick<Diagnosis, 'id' | 'subject' | 'message'>): string | null {
  if (!UNFIT.has(id)) return null;
  const { name } = message.values;
  return extensionOf(subject) ?? (typeof name === 'string' ? name : null);
}

/** @param catalog what remotes that are on have, each with the build that fits best there */
export function buildsFor(diagnosis: Diagnosis, catalog: readonly Published[]): string[] {
  const { subject } = diagnosis;
  const name = unfitName(diagnosis);
  if (name === null || !('class' in subject)) return [];
  const found = catalog.filter(
    (one) => one.class === subject.class && one.name === name && one.fits !== false && !one.isMissing,
  );
  return [...new Set(found.map(({ remote }) => remote))];
}
