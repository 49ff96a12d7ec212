/** What the helper may be asked, and the check of it. Written without a library: it runs as root. */
import { VeneerError } from '../../shared/errors.ts';
import { isExtensionName } from '../../shared/extension-name.ts';
import type { ExtensionClass } from '../../shared/systemd-rules.ts';

const VERBS = ['mask', 'unmask', 'merge', 'unmerge', 'refresh'] as const;
export type HelperVerb = (typeof VERBS)[number];

/** A checked request. */
export interface HelperRequest {
  readonly verb: HelperVerb;
  readonly class: ExtensionClass;
  readonly names: readonly string[];
  readonly force: boolean;
  readonly allowSetAside: boolean;
  /** The directory that stands for `/`; always `/` when another user asked through polkit. */
  readonly root: string;
}

const MAX_STDIN_BYTES = 1024 * 1024;
const MAX_NAMES = 4096;
const KEYS = new Set(['class', 'names', 'force', 'allowSetAside', 'root']);

function refuse(what: string): VeneerError {
  return new VeneerError('invalid-input', `The helper refuses the request: ${what}.`);
}

/**
 * Checks a request.
 *
 * @param args what follows the program: exactly the verb
 * @param environment pkexec sets PKEXEC_UID; then only `/` may be changed
 * @throws {VeneerError} `invalid-input`
 */
export function parseRequest(
  args: readonly string[],
  stdin: string,
  environment: Readonly<Record<string, string | undefined>>,
): HelperRequest {
  const [verb, ...rest] = args;
  if (rest.length > 0) throw refuse('it takes one argument, the verb');
  if (!isVerb(verb)) throw refuse(`the verb must be one of ${VERBS.join(', ')}`);
  let body: unknown;
  try {
    body = JSON.parse(stdin);
  } catch {
    throw refuse('its parameters are not JSON');
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw refuse('its parameters are no object');
  const fields = body as Readonly<Record<string, unknown>>;
  const unknown = Object.keys(fields).find((key) => !KEYS.has(key));
  if (unknown !== undefined) throw refuse('it has a parameter that is not known');
  const {
    class: extensionClass,
    names,
    force,
    allowSetAside,
    root,
  } = fields as Record<string, unknown> & {
    class?: unknown;
    names?: unknown;
    force?: unknown;
    allowSetAside?: unknown;
    root?: unknown;
  };
  if (extensionClass !== 'sysext' && extensionClass !== 'confext') throw refuse('the class must be sysext or confext');
  if (typeof force !== 'boolean' || typeof allowSetAside !== 'boolean') throw refuse('a flag is not true or false');
  if (!isNameList(names)) throw refuse('a name is not one that systemd allows');
  if ((verb === 'mask' || verb === 'unmask') && names.length === 0) throw refuse('no name is given');
  if (typeof root !== 'string' || !root.startsWith('/') || root.includes('\0')) throw refuse('the root is no path');
  if (root !== '/' && environment['PKEXEC_UID'] !== undefined) throw refuse('only the running system may be changed');
  return { verb, class: extensionClass, names, force, allowSetAside, root };
}

function isVerb(verb: string | undefined): verb is HelperVerb {
  return (VERBS as readonly (string | undefined)[]).includes(verb);
}

function isNameList(names: unknown): names is string[] {
  return (
    Array.isArray(names) &&
    names.length <= MAX_NAMES &&
    names.every((name) => typeof name === 'string' && isExtensionName(name))
  );
}

/** Reads stdin up to its limit. @throws {VeneerError} `invalid-input` beyond it */
export async function readStdin(): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of process.stdin) {
    const bytes = chunk as Buffer;
    length += bytes.length;
    if (length > MAX_STDIN_BYTES) throw refuse('its parameters are too long');
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8');
}
