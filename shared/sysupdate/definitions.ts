/** What the definition files of one component say together (context_read_definitions() of sysupdate.c). */

import { joinTexts, type Message } from '../messages/message.ts';
import { readAssignments } from './config-lines.ts';
import type { Specifiers } from './specifiers.ts';
import { booleanOf, parseTransferFile, type TransferFile, TransferFileError } from './transfer-file.ts';

/** A file that counts: the first of its name in the directories, with its drop-ins in their order. */
export interface DefinitionFile {
  readonly fileName: string;
  /** Without the root. */
  readonly path: string;
  readonly text: string;
  /** Of `FILE.d`, whose files systemd reads after it (257). */
  readonly dropIns: readonly string[];
}

/** An optional part (sysupdate.features(5), 257). */
export interface Feature {
  readonly id: string;
  readonly description: string | null;
  readonly documentation: string | null;
  readonly isOn: boolean;
}

export interface Transfer {
  /** Its file name without the suffix. */
  readonly id: string;
  /** Of its file, without the root. */
  readonly path: string;
  readonly file: TransferFile;
}

export interface Definitions {
  readonly features: readonly Feature[];
  /** Those that count. */
  readonly transfers: readonly Transfer[];
  /** Those whose features are off. */
  readonly off: readonly Transfer[];
  /** Why systemd refuses all of it, as a part of a sentence; null where it does not. */
  readonly refusal: Message | null;
  /** The file that it is refused for, without the root, and the line where that is one; null where it is not. */
  readonly refusedAt: { readonly path: string; readonly line: number | null } | null;
}

/** From when on there are features, drop-ins and the suffix `.transfer`. */
export const FEATURES_SINCE = 257;
const FEATURE = new Set(['Feature']);
const COMPONENT = new Set(['Component']);

/** @param files all of the component's directories, sorted by name */
export function readDefinitions(
  files: readonly DefinitionFile[],
  specifiers: Specifiers,
  systemdVersion: number,
): Definitions {
  const isNew = systemdVersion >= FEATURES_SINCE;
  const bySuffix = (suffix: string) => files.filter(({ fileName }) => fileName.endsWith(suffix));
  let features: Feature[] = [];
  const transfers: Transfer[] = [];
  const off: Transfer[] = [];
  let name = '';
  let place = '';
  try {
    if (isNew) {
      features = bySuffix('.feature').map((file) => {
        name = file.fileName;
        place = file.path;
        return readFeature(file);
      });
    }
    const named = isNew ? bySuffix('.transfer') : [];
    // The old suffix counts only where there is no file with the new one.
    const counted = named.length > 0 ? named : bySuffix('.conf');
    for (const { fileName, path, text, dropIns } of counted) {
      name = fileName;
      place = path;
      const file = parseTransferFile([text, ...(isNew ? dropIns : [])], specifiers, systemdVersion);
      const transfer = { id: fileName.replace(/\.(?:transfer|conf)$/, ''), path, file };
      (isOn(file, features) ? transfers : off).push(transfer);
    }
  } catch (error) {
    if (!(error instanceof TransferFileError)) throw error;
    return {
      features,
      transfers,
      off,
      refusal: joinTexts([name, error.said], ': '),
      refusedAt: { path: place, line: error.line },
    };
  }
  return { features, transfers, off, refusal: null, refusedAt: null };
}

/** A feature that is not defined is off. */
function isOn({ features, requisiteFeatures }: TransferFile, known: readonly Feature[]): boolean {
  const has = (id: string) => known.some((one) => one.id === id && one.isOn);
  return requisiteFeatures.every(has) && (features.length === 0 || features.some(has));
}

function readFeature({ fileName, text, dropIns }: DefinitionFile): Feature {
  const all = [text, ...dropIns].flatMap((one) => readAssignments(one, FEATURE));
  const last = (key: string) => all.findLast((one) => one.key === key)?.value ?? null;
  return {
    id: fileName.replace(/\.feature$/, ''),
    description: last('Description') || null,
    documentation: last('Documentation') || null,
    isOn: switchOf(all, false),
  };
}

/**
 * Whether a component is on (sysupdate.components(5), 262).
 *
 * @param texts its `.component` file where there is one, and the drop-ins
 * @throws {TransferFileError}
 */
export function isComponentOn(texts: readonly string[]): boolean {
  return switchOf(
    texts.flatMap((text) => readAssignments(text, COMPONENT)),
    true,
  );
}

/** `Enabled=`, of which the last that can be read counts. */
function switchOf(settings: ReturnType<typeof readAssignments>, otherwise: boolean): boolean {
  return settings
    .filter(({ key }) => key === 'Enabled')
    .reduce((before, { value }) => booleanOf(value) ?? before, otherwise);
}
