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

const MOST_HOSTS = 2000;
/** Groups in groups. */
const DEEPEST = 16;
/** Of a range such as `web[01:50]`. */
const MOST_OF_RANGE = 1000;

/**
 * @param path by which it is named where it is none
 * @throws {VeneerError} `invalid-input` for what is no inventory
 */
export function readInventory(text: string, path: string): InventoryHost[] {
  const isYaml = /^(?:---|\s*\w[\w.-]*:\s*(?:#.*)?$)/m.test(text) && !/^\s*\[[^\]]+\]\s*(?:[#;].*)?$/m.test(text);
  const found = isYaml ? fromYaml(text, path) : fromIni(text);
  if (found.size > MOST_HOSTS)
    throw new VeneerError('too-large', messageOf('fleet.inventory-too-large', { path, most: MOST_HOSTS }));
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
    const address = destinationText({ ...to, user, port: port === undefined ? null : Number(port) });
    // Looked at as a whole, with the user and the port.
    return [{ name, address: destinationText(parseDestination(address)) }];
  } catch {
    return [];
  }
}

function fromIni(text: string): Map<string, Variables> {
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
      addTo(ofGroup, group).set(key, unquoted(value));
    } else if (kind === 'children') {
      const child = line.split(/\s/, 1)[0] ?? '';
      parentsOf.set(child, (parentsOf.get(child) ?? new Set()).add(group));
    } else if (kind === '') {
      const [pattern = '', ...words] = line.match(/(?:[^\s"'#]|"[^"]*"|'[^']*')+|#.*/g) ?? [];
      for (const name of namesOf(pattern)) {
        const variables = addTo(hosts, name);
        groupsOf.set(name, (groupsOf.get(name) ?? new Set()).add(group));
        for (const word of words) {
          if (word.startsWith('#')) break;
          const [key, value] = splitOnce(word);
          if (value !== undefined) variables.set(key ?? '', unquoted(value));
        }
        if (hosts.size > MOST_HOSTS) return hosts;
      }
    }
  }
  return new Map(
    [...hosts].map(([name, own]) => {
      const above: Map<string, string>[] = [];
      let groups = [...(groupsOf.get(name) ?? [])];
      for (let depth = 0; depth < DEEPEST && groups.length > 0; depth++) {
        above.push(...groups.flatMap((one) => ofGroup.get(one) ?? []));
        groups = [...new Set(groups.flatMap((one) => [...(parentsOf.get(one) ?? [])]))];
      }
      const all = ofGroup.get('all');
      return [name, new Map([...(all ?? []), ...above.reverse().flatMap((one) => [...one]), ...own])];
    }),
  );
}

function fromYaml(text: string, path: string): Map<string, Variables> {
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
      for (const name of namesOf(pattern)) {
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
  isFields(value) ? Object.entries(value).flatMap(([key, one]) => (typeof one === 'string' ? [[key, one]] : [])) : [];

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
function namesOf(pattern: string): string[] {
  const found = /^(.*?)\[(\w+):(\w+)(?::(\d+))?\](.*)$/.exec(pattern);
  if (found === null) return pattern === '' ? [] : [pattern];
  const [, before = '', first = '', last = '', by = '1', after = ''] = found;
  const step = Math.max(1, Number(by));
  const isNumber = /^\d+$/.test(first) && /^\d+$/.test(last);
  const [from, to] = isNumber ? [Number(first), Number(last)] : [first.charCodeAt(0), last.charCodeAt(0)];
  const names: string[] = [];
  for (let at = from; at <= to && names.length < MOST_OF_RANGE; at += step) {
    names.push(`${before}${isNumber ? String(at).padStart(first.length, '0') : String.fromCharCode(at)}`);
  }
  return names.flatMap((name) =>
    namesOf(after)
      .map((rest) => name + rest)
      .concat(after === '' ? [name] : []),
  );
}
