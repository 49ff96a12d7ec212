/**
 * What a file for Butane or Ignition puts onto a host, as far as each can say it: flatcar 1.x and fcos 1.x
 * (docs/config-flatcar-v1_1.md and config-fcos-v1_5.md of coreos/butane), Ignition 3.x (docs/configuration-v3_3.md of coreos/ignition).
 * Whatever stands there is somebody else's.
 */
import { messageOf } from '../messages/message.ts';
import { VeneerError } from '../model/errors.ts';
import type { Parsed } from './yaml.ts';

export interface ProvisionedFile {
  readonly path: string;
  /** From where it is fetched; null where it stands in the file itself. */
  readonly url: string | null;
  /** Its text; null where it is fetched, packed or not text. */
  readonly text: string | null;
  /** Of what stands there in the end; null where it is not said, or by another sum. */
  readonly sha256: string | null;
  readonly isPacked: boolean;
}

export interface Provisioned {
  readonly files: readonly ProvisionedFile[];
  readonly links: readonly { readonly path: string; readonly target: string }[];
  readonly directories: readonly string[];
  readonly units: readonly { readonly name: string; readonly enabled: boolean }[];
  /** What else it says, by name: sections, users, disks. */
  readonly others: readonly string[];
}

type Fields = Readonly<Record<string, unknown>>;

const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
const listOf = (value: unknown): readonly Fields[] => (Array.isArray(value) ? value.map(fieldsOf) : []);
const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

/** Which of the two it is; null for neither. */
export function provisionedFormat({ value }: Parsed): 'butane' | 'ignition' | null {
  const { variant, ignition, veneer } = fieldsOf(value);
  if (veneer !== undefined) return null;
  return variant !== undefined ? 'butane' : ignition !== undefined ? 'ignition' : null;
}

/** @throws {VeneerError} `invalid-input` with its place for a version or a variant that is not known */
export function provisionedIn(parsed: Parsed, path: string): Provisioned {
  const root = fieldsOf(parsed.value);
  const ignition = fieldsOf(root['ignition']);
  const isButane = root['variant'] !== undefined;
  const [variant, version] = isButane ? [root['variant'], root['version']] : ['', ignition['version']];
  const isKnown = isButane
    ? (variant === 'flatcar' || variant === 'fcos') && /^1\.\d+\.\d+$/.test(String(version))
    : /^3\.\d+\.\d+$/.test(String(version));
  if (!isKnown)
    throw new VeneerError('invalid-input', messageOf('declared.import-version', { path }), {
      detail: `variant ${String(variant)}, version ${String(version)}`,
    });
  const storage = fieldsOf(root['storage']);
  const systemd = fieldsOf(root['systemd']);
  const units = listOf(systemd['units']);
  const placed = (what: string) => listOf(storage[what]).filter((one) => textOf(one['path']) !== null);
  const links = placed('links').map((one) => ({ one, path: String(one['path']), target: textOf(one['target']) }));
  return {
    files: placed('files').map(fileOf),
    links: links.flatMap(({ one, path: at, target }) =>
      target === null || one['hard'] === true ? [] : [{ path: at, target: absolute(target, at) }],
    ),
    directories: placed('directories').map((one) => String(one['path'])),
    units: units.flatMap((one) =>
      typeof one['enabled'] === 'boolean' ? [{ name: String(one['name']), enabled: one['enabled'] }] : [],
    ),
    others: [
      ...Object.keys(root).filter((key) => !['variant', 'version', 'ignition', 'storage', 'systemd'].includes(key)),
      ...Object.keys(ignition).flatMap((key) => (key === 'version' ? [] : [`ignition.${key}`])),
      ...Object.keys(storage).flatMap((key) =>
        ['files', 'links', 'directories'].includes(key) ? [] : [`storage.${key}`],
      ),
      ...(['files', 'links', 'directories'] as const).flatMap((what) =>
        listOf(storage[what]).length > placed(what).length ? [`storage.${what}`] : [],
      ),
      ...Object.keys(systemd).flatMap((key) => (key === 'units' ? [] : [`systemd.${key}`])),
      ...links.flatMap(({ one, path: at, target }) => (target === null || one['hard'] === true ? [at] : [])),
      // What a unit runs is not compared; whether it is enabled may be.
      ...units.flatMap((one) =>
        typeof one['enabled'] === 'boolean' && Object.keys(one).length === 2 ? [] : [String(one['name'])],
      ),
    ],
  };
}

function fileOf(one: Fields): ProvisionedFile {
  const contents = fieldsOf(one['contents']);
  const source = textOf(contents['source']);
  const isPacked = (textOf(contents['compression']) ?? '') !== '';
  const isData = source?.startsWith('data:') === true;
  const hash = /^sha256-([0-9a-f]{64})$/.exec(String(fieldsOf(contents['verification'])['hash']))?.[1] ?? null;
  const inline = textOf(contents['inline']) ?? (isData && !isPacked ? dataOf(source) : null);
  return { path: String(one['path']), url: isData ? null : source, text: inline, sha256: hash, isPacked };
}

/** The text of an address of RFC 2397; null where it is written in base64, as what is no text is. */
function dataOf(address: string): string | null {
  const comma = address.indexOf(',');
  if (comma < 0 || address.slice(0, comma).endsWith(';base64')) return null;
  try {
    return decodeURIComponent(address.slice(comma + 1));
  } catch {
    return null;
  }
}

/** Where a link leads that stands at a path; `..` is taken by the letter. */
function absolute(target: string, at: string): string {
  const parts: string[] = [];
  const whole = target.startsWith('/') ? target : `${at.slice(0, at.lastIndexOf('/'))}/${target}`;
  for (const part of whole.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}
