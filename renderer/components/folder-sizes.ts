import type { Layer } from '../../shared/model/host.ts';

/**
 * What folders take, in bytes, by `class:name`. Of images the snapshot has it; of a folder only a look into all of it tells, which
 * is taken at the layers alone.
 */
export const folderSizes = (layers: readonly Layer[]): ReadonlyMap<string, number> =>
  new Map(
    layers.flatMap(({ class: extensionClass, name, form, size }): [string, number][] =>
      form === 'folder' && size !== null ? [[`${extensionClass}:${name}`, size]] : [],
    ),
  );
