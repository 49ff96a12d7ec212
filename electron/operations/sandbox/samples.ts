/** The tree that a sandbox manages: a small system and extensions of every kind that a person meets. */
import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Names the state of the samples; a tree of another one is made anew. */
const GENERATION = '1';

interface Sample {
  readonly directory: string;
  readonly name: string;
  readonly release: string;
  readonly files: Readonly<Record<string, string>>;
}

const FITTING = 'ID=sandbox\nSYSEXT_LEVEL=1.0\n';
const ANY = 'ID=_any\n';

const serviceUnit = (description: string, program: string) =>
  `[Unit]\nDescription=${description}\n\n[Service]\nExecStart=${program}\n\n[Install]\nWantedBy=multi-user.target\n`;

/** @param foreign an architecture that this machine is not */
const samplesFor = (foreign: string): readonly Sample[] => [
  {
    directory: '/var/lib/extensions',
    name: 'editor',
    release: `${FITTING}PRETTY_NAME="A text editor with its sync service"\nSYSEXT_VERSION_ID=2.4.1\n`,
    files: {
      'usr/bin/editor': '#!/bin/sh\necho editor\n',
      'usr/lib/systemd/system/editor-sync.service': serviceUnit('Keep documents in step', '/usr/bin/editor --sync'),
      'usr/share/editor/help.txt': 'Help for the editor.\n',
    },
  },
  {
    directory: '/var/lib/extensions',
    name: 'debug-tools',
    release: `${ANY}PRETTY_NAME="Tracing and profiling tools"\nSYSEXT_VERSION_ID=7\n`,
    files: {
      'usr/bin/trace': '#!/bin/sh\necho trace\n',
      'usr/bin/inspect': '#!/bin/sh\necho inspect from debug-tools\n',
    },
  },
  {
    directory: '/var/lib/extensions',
    name: 'field-kit',
    release: `${ANY}PRETTY_NAME="Conflicts with debug-tools over one file"\nSYSEXT_VERSION_ID=1.3\n`,
    files: {
      'usr/bin/inspect': '#!/bin/sh\necho inspect from field-kit\n',
      'usr/bin/hello': '#!/bin/sh\necho hello from field-kit\n',
    },
  },
  {
    directory: '/var/lib/extensions',
    name: 'gpu-runtime',
    release: 'ID=sandbox\nSYSEXT_LEVEL=2.0\nPRETTY_NAME="Built for the next level"\nSYSEXT_VERSION_ID=1.17.8\n',
    files: { 'usr/bin/gpu-info': '#!/bin/sh\necho gpu\n' },
  },
  {
    directory: '/var/lib/extensions',
    name: 'speech-model',
    release: `${ANY}ARCHITECTURE=${foreign}\nPRETTY_NAME="Built for another architecture"\nSYSEXT_VERSION_ID=0.9.3\n`,
    files: { 'usr/bin/speech': '#!/bin/sh\necho speech\n' },
  },
  {
    directory: '/var/lib/extensions',
    name: 'old-shell',
    release: `${ANY}PRETTY_NAME="Disabled in /etc/extensions"\n`,
    files: { 'usr/bin/old-shell': '#!/bin/sh\necho old\n' },
  },
  {
    directory: '/var/lib/extensions',
    name: 'terminal',
    release: `${ANY}PRETTY_NAME="Hidden by the one in /run/extensions"\nSYSEXT_VERSION_ID=1.0\n`,
    files: { 'usr/bin/terminal': '#!/bin/sh\necho terminal 1.0\n' },
  },
  {
    directory: '/run/extensions',
    name: 'terminal',
    release: `${ANY}PRETTY_NAME="A terminal, until the next reboot"\nSYSEXT_VERSION_ID=1.1\n`,
    files: { 'usr/bin/terminal': '#!/bin/sh\necho terminal 1.1\n' },
  },
];

/**
 * Makes the tree unless it is there.
 *
 * @param folder the sandbox's own folder; the tree is `root` inside it
 * @param images a folder with sample images
 * @returns the tree
 */
export function makeSamples(folder: string, images: string, architecture: string): string {
  const root = join(folder, 'root');
  if (existsSync(join(folder, `samples-${GENERATION}`))) return root;
  rmSync(folder, { recursive: true, force: true });
  const making = join(folder, 'root.new');
  const putFile = (path: string, content: string, mode = 0o644) => {
    const place = join(making, path);
    mkdirSync(dirname(place), { recursive: true });
    writeFileSync(place, content, { mode });
  };
  putFile(
    'usr/lib/os-release',
    'NAME="Sandbox"\nPRETTY_NAME="Veneer sandbox 1.0"\nID=sandbox\nVERSION_ID=1.0\nSYSEXT_LEVEL=1.0\n',
  );
  putFile('etc/hostname', 'sandbox\n');
  putFile('usr/bin/hello', '#!/bin/sh\necho hello from the base\n', 0o755);
  mkdirSync(join(making, 'opt'));
  mkdirSync(join(making, 'etc/extensions/old-shell'), { recursive: true });
  for (const { directory, name, release, files } of samplesFor(architecture === 'arm64' ? 'x86-64' : 'arm64')) {
    const base = join(directory, name);
    putFile(join(base, 'usr/lib/extension-release.d', `extension-release.${name}`), release);
    for (const [path, content] of Object.entries(files)) {
      putFile(join(base, path), content, path.startsWith('usr/bin/') ? 0o755 : 0o644);
    }
  }
  for (const image of readdirSync(images).filter((name) => name.endsWith('.raw'))) {
    copyFileSync(join(images, image), join(making, 'var/lib/extensions', image));
  }
  putFile('var/lib/extensions/broken.raw', 'This is a page that was saved instead of an image.\n');
  renameSync(making, root);
  writeFileSync(join(folder, `samples-${GENERATION}`), '');
  return root;
}
