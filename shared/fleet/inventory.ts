/** Hosts of an Ansible inventory, INI or YAML: their names, and where `ssh` goes for them. Templates and plugins are not followed. */
import { parseDocument } from 'yaml';
import { messageOf } from '../messages/message.ts';
import { VeneerError } from '../model/errors.ts';
import { destinationText, parseDestination } from './destination.ts';

export interface InventoryHost {
  readonly name: string;
  /** null where ssh goes by the name. */
  readonly address: string | null;
}

type Variables = ReadonlyMap<string, string>;

/** More than a person manages by hand: of one inventory, and of the fleet. */
export const MOST_HOSTS = 2000;
/** Names that ranges make, and groups that hosts are in: a few bytes of a file can ask for any number of either. */
const MOST_STEPS = 1_000_000;
/** A name in DNS has 253, and ranges in it a few more. */
const LONGEST_PATTERN = 1000;
/** Groups in groups. */
const DEEPEST = 16;
/** Of a range such as `web[01:50]`. */
const MOST_OF_RANGE = 1000;
const KEYS = new Set(
  ['connection', 'host', 'port', 'user', 'ssh_host', 'ssh_port', 'ssh_user'].map((key) => `ansible_${key}`),
);

/** Counts steps. @throws {VeneerError} `too-large` for one too many */
type Spend = (steps: number) => void;

/**
 * @param path by which it is named where it is none
 * @throws {VeneerError} `invalid-input` for what is no inventory, `too-large`
 */
export function readInventory(text: string, path: string): InventoryHost[] {
  // No blank here stands for a line break: many of those would be read again from each.
  const isYaml =
    /^(?:---|[ \t]*\w[\w.-]*:[ \t]*(?:#.*)?$)/m.test(text) && !/^[ \t]*\[[^\]\n]+\][ \t]*(?:[#;].*)?$/m.test(text);
  const tooLarge = () =>
    new VeneerError('too-large', messageOf('fleet.inventory-too-large', { path, most: MOST_HOSTS }));
  let left = MOST_STEPS;
  const spend = (steps: number) => {
    left -= steps;
    if (left < 0) throw tooLarge();
  };
  const found = isYaml ? fromYaml(text, path, spend) : fromIni(text, spend);
  if (found.size > MOST_HOSTS) throw tooLarge();
  return [...found].flatMap(([name, variables]) => hostOf(name, variables));
}

/** A host that is reached in another way than by ssh is none of ours; one whose address is a template is taken by its name. */
function hostOf(name: string, variables: Variables): InventoryHost[] {
  const connection = variables.get('ansible_connection') ?? 'ssh';
  if (connection !== 'ssh' && connection !== 'smart' && !connection.endsWith('.ssh')) return [];
  const value = (...keys: string[]) =>
    keys.map((key) => variables.get(key)).find((one) => one !== undefined && !one.includes('{{'));
  const host = value('ansible_host', 'ansible_ssh_host');
  const user = value('ansible_user', 'ansible_ssh_user') ?? null;
  const port = value('ansible_port', 'ansible_ssh_port');
  try {
    const to = parseDestination(host?.includes(':') === true ? `[${host}]` : (host ?? name));
    if (host === undefined && user === null && port === undefined) return [{ name, address: null }];
    const address = destinationText({
      ...to,
      user: user ?? to.user,
      port: port === undefined ? to.port : Number(port),
    });
    // Looked at as a whole, with the user and the port.
    return [{ name, address: destinationText(parseDestination(address)) }];
  } catch {
    return [];
  }
}

function fromIni(text: string, spend: Spend): Map<string, Variables> {
  const hosts = new Map<string, Map<string, string>>();
  const ofGroup = new Map<string, Map<string, string>>();
  const groupsOf = new Map<string, Set<string>>();
  const parentsOf = new Map<string, Set<string>>();
  let group = 'ungrouped';
  let kind = '';
  for (const raw of text.split('\n')) {
    const line = raw.trim();
    if (line === '' || /^[#;]/.test(line)) continue;
    const section = /^\[([^\]:]+)(?::(\w+))?\]/.exec(line);
    if (section !== null) {
      [, group = '', kind = ''] = section;
      continue;
    }
    if (kind === 'vars') {
      const [key = '', value = ''] = splitOnce(line);
      if (KEYS.has(key)) addTo(ofGroup, group).set(key, unquoted(value));
    } else if (kind === 'children') {
      const child = line.split(/\s/, 1)[0] ?? '';
      parentsOf.set(child, (parentsOf.get(child) ?? new Set()).add(group));
    } else if (kind === '') {
      const [pattern = '', ...words] = line.match(/(?:[^\s"'#]|"[^"]*"|'[^']*')+|#.*/g) ?? [];
      for (const name of namesOf(pattern, spend)) {
        const variables = addTo(hosts, name);
        groupsOf.set(name, (groupsOf.get(name) ?? new Set()).add(group));
        for (const word of words) {
          if (word.startsWith('#')) break;
          const [key, value] = splitOnce(word);
          if (value !== undefined && KEYS.has(key)) variables.set(key, unquoted(value));
        }
        if (hosts.size > MOST_HOSTS) return hosts;
      }
    }
  }
  return new Map(
    [...hosts].map(([name, own]) => {
      const above: Map<string, string>[] = [];
      let groups = [...(groupsOf.get(name) ?? [])];
      spend(groups.length);
      for (let depth = 0; depth < DEEPEST && groups.length > 0; depth++) {
        above.push(...groups.flatMap((one) => ofGroup.get(one) ?? []));
        const parents = groups.map((one) => parentsOf.get(one) ?? new Set<string>());
        spend(parents.reduce((sum, { size }) => sum + size, 0));
        groups = [...new Set(parents.flatMap((some) => [...some]))];
      }
      const all = ofGroup.get('all');
      return [name, new Map([...(all ?? []), ...above.reverse().flatMap((one) => [...one]), ...own])];
    }),
  );
}

function fromYaml(text: string, path: string, spend: Spend): Map<string, Variables> {
  let top: unknown;
  try {
    top = parseDocument(text, { uniqueKeys: false, schema: 'failsafe' }).toJS({ maxAliasCount: 0 });
  } catch {
    throw new VeneerError('invalid-input', messageOf('fleet.is-no-inventory', { path }));
  }
  const hosts = new Map<string, Map<string, string>>();
  const visit = (group: unknown, above: Variables, depth: number) => {
    if (depth > DEEPEST || !isFields(group)) return;
    const variables = new Map([...above, ...variablesIn(group['vars'])]);
    for (const [pattern, own] of Object.entries(isFields(group['hosts']) ? group['hosts'] : {})) {
      for (const name of namesOf(pattern, spend)) {
        const known = addTo(hosts, name);
        for (const [key, value] of [...variables, ...variablesIn(own)]) known.set(key, value);
        if (hosts.size > MOST_HOSTS) return;
      }
    }
    for (const child of Object.values(isFields(group['children']) ? group['children'] : {}))
      visit(child, variables, depth + 1);
  };
  if (!isFields(top)) throw new VeneerError('invalid-input', messageOf('fleet.is-no-inventory', { path }));
  for (const group of Object.values(top)) visit(group, new Map(), 0);
  return hosts;
}

const isFields = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const variablesIn = (value: unknown): [string, string][] =>
  isFields(value)
    ? Object.entries(value).flatMap(([key, one]) => (KEYS.has(key) && typeof one === 'string' ? [[key, one]] : []))
    : [];

function addTo(map: Map<string, Map<string, string>>, key: string): Map<string, string> {
  const known = map.get(key) ?? new Map<string, string>();
  map.set(key, known);
  return known;
}

function splitOnce(text: string): [string, string | undefined] {
  const at = text.indexOf('=');
  return at < 0 ? [text, undefined] : [text.slice(0, at).trim(), text.slice(at + 1).trim()];
}

const unquoted = (text: string) => /^(["'])(.*)\1$/.exec(text)?.[2] ?? text;

/** `web[01:10].example` is ten names, as `web-[a:f]` is six. */
function namesOf(pattern: string, spend: Spend): string[] {
  if (pattern === '' || pattern.length > LONGEST_PATTERN) return [];
  const found = /^(.*?)\[(\w+):(\w+)(?::(\d+))?\](.*)$/.exec(pattern);
  if (found === null) {
    spend(1);
    return [pattern];
  }
  const [, before = '', first = '', last = '', by = '1', after = ''] = found;
  const step = Math.max(1, Number(by));
  const isNumber = /^\d+$/.test(first) && /^\d+$/.test(last);
  const [from, to] = isNumber ? [Number(first), Number(last)] : [first.charCodeAt(0), last.charCodeAt(0)];
  const names: string[] = [];
  for (let at = from; at <= to && names.length < MOST_OF_RANGE; at += step) {
    names.push(`${before}${isNumber ? String(at).padStart(first.length, '0') : String.fromCharCode(at)}`);
  }
  const rests = after === '' ? [''] : namesOf(after, spend);
  spend(names.length * rests.length);
  return names.flatMap((name) => rests.map((rest) => name + rest));
}
