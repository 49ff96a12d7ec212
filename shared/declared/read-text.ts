/** What a file declares, whichever of the forms it has: a veneer.yaml, or what is for Butane or Ignition. */
import type { Message } from '../messages/message.ts';
import type { Declared } from '../model/declared.ts';
import { importedFrom } from './import.ts';
import { provisionedFormat, provisionedIn } from './provisioned.ts';
import { declaredIn } from './read.ts';
import { type Parsed, parseYaml } from './yaml.ts';

export interface ReadText {
  readonly parsed: Parsed;
  readonly declared: Declared;
  /** What of the file is not taken, and why. */
  readonly unknown: readonly Message[];
}

/**
 * @param name of the file, for what is said of it
 * @throws {VeneerError} `too-large`, `invalid-input` with line and column
 */
export function readDeclaredText(text: string, name: string): ReadText {
  const parsed = parseYaml(text, name);
  return provisionedFormat(parsed) === null
    ? { parsed, declared: declaredIn(parsed), unknown: [] }
    : { parsed, ...importedFrom(provisionedIn(parsed, name), name) };
}
