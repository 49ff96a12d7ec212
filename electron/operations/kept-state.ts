/** How the extensions of a host are at a moment, as little as tells two moments apart, and kept with what happened. */
import * as z from 'zod';
import { KeptExtension } from '../../shared/model/history.ts';
import { onePerName } from '../../shared/systemd/one-per-name.ts';
import type { System } from '../extensions/system.ts';

/** Of one moment, so that all that are kept stay far below what the file of the history may have. */
const MOST_CHARACTERS = 16 * 1024;

/** One for each name, by class and name; what was moved aside is disabled. */
export function stateOf({ extensions, movedAside }: Pick<System, 'extensions' | 'movedAside'>): KeptExtension[] {
  const there = onePerName(extensions).map(
    ({ class: extensionClass, name, version, state }): KeptExtension => ({
      class: extensionClass,
      name,
      version,
      state,
    }),
  );
  const isThere = new Set(there.map(keyOf));
  const aside = movedAside.map(
    ({ class: extensionClass, name }): KeptExtension => ({
      class: extensionClass,
      name,
      version: null,
      state: 'masked',
    }),
  );
  return [...there, ...aside.filter((one) => !isThere.has(keyOf(one)))].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

const keyOf = (one: Pick<KeptExtension, 'class' | 'name'>) => `${one.class}/${one.name}`;

/** As a line of the history has it; null where it is not known, or too much to be kept. */
export function packState(state: readonly KeptExtension[] | null): unknown {
  if (state === null) return null;
  const packed = state.map((one) => [one.class, one.name, one.version, one.state]);
  return JSON.stringify(packed).length > MOST_CHARACTERS ? null : packed;
}

const { class: ofClass, name, version, state } = KeptExtension.shape;
const Line = z.object({ state: z.array(z.tuple([ofClass, name, version, state])) });

/** Of a line of the history that is JSON; null where it has none, as those of versions that kept none. */
export function stateIn(line: string): KeptExtension[] | null {
  const { data } = Line.safeParse(JSON.parse(line));
  if (data === undefined) return null;
  return data.state.map(([extensionClass, called, itsVersion, itsState]) => ({
    class: extensionClass,
    name: called,
    version: itsVersion,
    state: itsState,
  }));
}
