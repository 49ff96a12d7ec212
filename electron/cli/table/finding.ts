/** The commands that ask remotes. */
import { type CommandRow, HOST, NONE, oneName } from './row.ts';

export const FINDING = {
  search: {
    operands: { usage: '[WORD...]', takes: 'words', least: 0, most: Number.POSITIVE_INFINITY, completes: [[]] },
    options: ['remote', 'class', ...HOST],
    says: 'what the remotes have, and whether it fits',
    more: 'It is told before the download: by the name, by a manifest, or by the first blocks of the image. It exits with 3 where nothing is found.',
    examples: [{ run: 'veneer search kube', does: 'everything with kube in its name or description' }],
    answer: 'search',
  },
  'remote list': {
    operands: NONE,
    options: HOST,
    says: 'the remotes, with those that Veneer knows of',
    more: 'Those that Veneer knows of are off until they are enabled.',
    examples: [{ run: 'veneer remote list', does: 'which there are, and how they are' }],
    answer: 'remotes',
  },
  'remote add': {
    operands: { usage: 'NAME URL', takes: 'a NAME and a URL', least: 2, most: 2, completes: [[], 'folders'] },
    options: ['key', 'system-keyring', 'unsigned', ...HOST],
    exclusive: [['key', 'system-keyring', 'unsigned']],
    says: 'add a place that extensions are fetched from',
    more: 'URL is a folder with a SHA256SUMS at an address of https, or one of this machine; or a repository of an OCI registry: oci://HOST/REPOSITORY, with :TAG for one version alone. Logins are those of containers-auth.json(5) and of docker; signatures of cosign are not checked.',
    examples: [
      { run: 'veneer remote add mine https://example.org/images/ --key mine.asc', does: 'whose list must be signed' },
      { run: 'veneer remote add tools oci://ghcr.io/example/tools', does: 'a repository of a registry' },
    ],
    answer: 'remote',
  },
  'remote edit': {
    operands: {
      usage: 'NAME [URL]',
      takes: 'a NAME, and a URL to change it',
      least: 1,
      most: 2,
      completes: ['remotes', 'folders'],
    },
    options: ['key', 'system-keyring', 'unsigned', 'accept-older', ...HOST],
    exclusive: [['key', 'system-keyring', 'unsigned']],
    says: 'change its address, or who must sign its list',
    examples: [{ run: 'veneer remote edit mine --system-keyring', does: 'as systemd-sysupdate wants it' }],
    answer: 'remote',
  },
  'remote enable': {
    operands: oneName('remotes'),
    options: HOST,
    says: 'ask a remote from now on',
    examples: [{ run: 'veneer remote enable flatcar', does: 'and lists what it has' }],
    answer: 'remote',
  },
  'remote disable': {
    operands: oneName('remotes'),
    options: HOST,
    says: 'ask a remote no more',
    examples: [{ run: 'veneer remote disable flatcar', does: 'it stays in the list, off' }],
    answer: 'remote',
  },
  'remote remove': {
    operands: oneName('remotes'),
    options: HOST,
    says: 'forget a remote',
    examples: [{ run: 'veneer remote remove mine', does: 'what was installed from it stays' }],
    answer: 'remote',
  },
  download: {
    operands: {
      usage: 'NAME[=VERSION]...',
      takes: 'at least one NAME or NAME=VERSION',
      least: 1,
      most: Number.POSITIVE_INFINITY,
      completes: [[]],
    },
    options: ['remote', 'output', 'force', 'class', ...HOST],
    says: 'fetch an image and verify it',
    more: 'An interrupted download goes on where it stopped. With --json an object a line is printed; it exits with 24 where some could not be had.',
    examples: [{ run: 'veneer download docker=24.0.9 --output /tmp', does: 'that version, into that folder' }],
    answer: 'download',
  },
} as const satisfies Readonly<Record<string, CommandRow>>;
