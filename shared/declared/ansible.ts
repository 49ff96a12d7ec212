/**
 * A host as a playbook for Ansible, by modules of ansible-core alone, such as 2.14 has them. It goes from host to host and stops
 * at the first that fails; where all is so already it changes nothing.
 */
import { Document } from 'yaml';
import { type Message, messageOf } from '../messages/message.ts';
import { visibleText } from '../messages/visible.ts';
import { CLASSES, type ExtensionClass } from '../systemd/classes.ts';
import { ansibleYaml, foreign, hasVariable } from './ansible-yaml.ts';
import type { Written } from './ignition-text.ts';
import type { FetchedFile, Provisioning } from './provisioning.ts';

type Task = Readonly<Record<string, unknown>>;
type Say = (message: Message) => string;

export interface Play {
  /** Patterns of Ansible; `all` unless given. */
  readonly hosts?: readonly string[];
  /** Whether what is new is merged at once; else where `veneer_merge` is set as the playbook is run. */
  readonly merge?: boolean;
  /** Directories that are taken away where they are empty: masks of what is to count again. */
  readonly unmasked?: readonly string[];
}

const MODE = '0644';
const parentOf = (path: string): string => path.slice(0, path.lastIndexOf('/')) || '/';
const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** @param say a message in the language of who reads the file */
export function ansibleText(all: Provisioning, say: Say, play: Play = {}): Written {
  const from = withoutVariables(all);
  const { hosts = [], merge = false, unmasked = [] } = play;
  const named = (message: Message) => foreign(visibleText(say(message)));
  const paths = [...from.fetched, ...from.written, ...from.links].map(({ path }) => path);
  const folders = [...new Set(paths.map(parentOf))];
  const register = (path: string) => `veneer_folder_${folders.indexOf(path)}`;
  const tasks: Task[] = [
    ...folders.map((path) => ({
      name: named(messageOf('declared.ansible-folder', { path })),
      'ansible.builtin.file': { path: foreign(path), state: 'directory' },
      register: register(path),
    })),
    ...from.fetched.flatMap((file, at) => {
      // A run that only looks does not have the folder, and get_url would fail for want of it.
      const when = `not (ansible_check_mode and ${register(parentOf(file.path))} is changed)`;
      const { packing } = file;
      return packing === 'none' ? [fetchTask(file, when, named)] : unpackTasks({ ...file, packing }, at, named);
    }),
    ...from.written.map(({ path, text }) => ({
      name: named(messageOf('declared.ansible-write', { path })),
      'ansible.builtin.copy': { content: foreign(text), dest: foreign(path), mode: MODE },
    })),
    ...from.links.map(({ path, target }) => ({
      name: named(messageOf('declared.ansible-link', { path })),
      'ansible.builtin.file': {
        src: foreign(target),
        path: foreign(path),
        state: 'link',
        force: true,
        follow: false,
      },
      notify: handlerOf(path),
    })),
    ...from.directories.map((path) => ({
      name: named(messageOf('declared.ansible-mask', { name: nameOf(path) })),
      'ansible.builtin.file': { path: foreign(path), state: 'directory' },
      notify: handlerOf(path),
    })),
    ...unmasked.flatMap((path, at) => unmaskTasks(path, `veneer_mask_${at}`, named)),
    ...from.units.map((unit) => ({
      name: named(
        messageOf(unit.enabled ? 'declared.ansible-enable' : 'declared.ansible-disable', { unit: unit.name }),
      ),
      'ansible.builtin.systemd': { name: unit.name, enabled: unit.enabled },
    })),
  ];
  const document = new Document([
    {
      name: named(messageOf('declared.ansible-play')),
      hosts: hosts.length === 0 ? 'all' : hosts.map(foreign),
      become: true,
      gather_facts: false,
      serial: 1,
      any_errors_fatal: true,
      max_fail_percentage: 0,
      vars: { veneer_merge: merge },
      tasks,
      handlers: CLASSES.filter((one) => tasks.some(({ notify }) => notify === listenedTo(one))).map((one) =>
        mergeHandler(one, named),
      ),
    },
  ]);
  if (from.lacks.length > 0) document.commentBefore = from.lacks.map((one) => ` ${visibleText(say(one))}`).join('\n');
  return { text: ansibleYaml(document), lacks: from.lacks };
}

const listenedTo = (extensionClass: ExtensionClass): string => `veneer ${extensionClass}`;

/** Without what Ansible would put elsewhere. */
function withoutVariables(all: Provisioning): Provisioning {
  interface Placed {
    readonly path: string;
    readonly target?: string;
  }
  const isSafe = ({ path, target = '' }: Placed) => !hasVariable(path) && !hasVariable(target);
  const directories = all.directories.map((path): Placed => ({ path }));
  const left = [...all.fetched, ...all.written, ...all.links, ...directories].filter((one) => !isSafe(one));
  return {
    ...all,
    fetched: all.fetched.filter(isSafe),
    written: all.written.filter(isSafe),
    links: all.links.filter(isSafe),
    directories: all.directories.filter((path) => isSafe({ path })),
    lacks: [...all.lacks, ...left.map(({ path }) => messageOf('declared.ansible-variable', { path }))],
  };
}

/** By the directory in which an extension stands. */
const handlerOf = (path: string): string => listenedTo(/\/confexts(?:\.d)?\//.test(path) ? 'confext' : 'sysext');

const mergeHandler = (extensionClass: ExtensionClass, named: (message: Message) => unknown): Task => ({
  name: named(messageOf('declared.ansible-merge', { class: extensionClass })),
  listen: listenedTo(extensionClass),
  when: 'veneer_merge | bool',
  'ansible.builtin.command': { argv: [`systemd-${extensionClass}`, 'refresh'] },
  changed_when: true,
});

const fetchTask = ({ path, url, sha256 }: FetchedFile, when: string, named: (message: Message) => unknown): Task => ({
  name: named(messageOf('declared.ansible-fetch', { name: nameOf(path) })),
  'ansible.builtin.get_url': {
    url: foreign(url),
    dest: foreign(path),
    checksum: `sha256:${sha256}`,
    mode: MODE,
    timeout: 60,
  },
  when,
  notify: handlerOf(path),
});

const UNPACK = {
  xz: ['xz', '--decompress', '--force'],
  gz: ['gzip', '--decompress', '--force'],
  zst: ['zstd', '--decompress', '--rm', '--force'],
};

/** Known is the checksum of the image alone: it is unpacked beside its place, held against it, and moved there. */
function unpackTasks(
  { path, url, sha256, packing }: FetchedFile & { readonly packing: keyof typeof UNPACK },
  at: number,
  named: (message: Message) => unknown,
): Task[] {
  const [is, made] = [`veneer_image_${at}`, `veneer_unpacked_${at}`];
  const stat = (file: string, register: string): Task => ({
    'ansible.builtin.stat': { path: foreign(file), checksum_algorithm: 'sha256' },
    register,
  });
  const fetched = `${path}.new`;
  return [
    { name: named(messageOf('declared.ansible-compare', { name: nameOf(path) })), ...stat(path, is) },
    {
      name: named(messageOf('declared.ansible-fetch', { name: nameOf(path) })),
      when: ['not ansible_check_mode', `${is}.stat.checksum | default('') != '${sha256}'`],
      notify: handlerOf(path),
      block: [
        {
          'ansible.builtin.get_url': {
            url: foreign(url),
            dest: foreign(`${fetched}.${packing}`),
            force: true,
            mode: MODE,
            timeout: 60,
          },
        },
        {
          'ansible.builtin.command': { argv: [...UNPACK[packing], '--', foreign(`${fetched}.${packing}`)] },
          changed_when: true,
        },
        stat(fetched, made),
        {
          'ansible.builtin.assert': {
            that: [`${made}.stat.checksum == '${sha256}'`],
            fail_msg: named(messageOf('declared.ansible-checksum', { address: url })),
          },
        },
        {
          'ansible.builtin.command': { argv: ['mv', '-f', '--', foreign(fetched), foreign(path)] },
          changed_when: true,
        },
      ],
    },
  ];
}

/** An extension may stand there as a folder, which stays. */
const unmaskTasks = (path: string, register: string, named: (message: Message) => unknown): Task[] => [
  {
    name: named(messageOf('declared.ansible-look-for-mask', { name: nameOf(path) })),
    'ansible.builtin.command': { argv: ['find', foreign(path), '-maxdepth', '0', '-type', 'd', '-empty'] },
    register,
    check_mode: false,
    changed_when: false,
    // It ends so where nothing stands there.
    failed_when: `${register}.rc not in [0, 1]`,
  },
  {
    name: named(messageOf('declared.ansible-unmask', { name: nameOf(path) })),
    'ansible.builtin.file': { path: foreign(path), state: 'absent' },
    when: `${register}.stdout != ''`,
    notify: handlerOf(path),
  },
];
