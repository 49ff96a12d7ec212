/** Installing into a tree as root does it, without a program in between. */
import { createHash } from 'node:crypto';
import { closeSync, openSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { type InstallRequest, installImage } from '../../electron/helper/install.ts';
import { storeFor } from '../../shared/images/store.ts';
import type { Scratch } from './scratch.ts';

/** Where the images of an extension `tool` are kept, and the link that makes one count. */
export const FOLDER = 'var/lib/extensions.d/tool';
export const LINK = 'var/lib/extensions/tool.raw';

export const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

export interface Installing {
  at(path: string): string;
  /** A file that holds the text, and whatever is no image. */
  image(text: string): string;
  /** To install a version of `tool`, of which the text is the version. */
  request(version: string, more?: Partial<InstallRequest>): InstallRequest;
  /** @returns what the helper says */
  installText(text: string, wanted?: InstallRequest): string[];
  /** What systemd would read: the bytes behind the link. */
  current(): string;
}

export function installingInto(tree: Scratch): Installing {
  const at = (path: string) => join(tree.path, path);
  const image = (text: string) => {
    tree.put(`images/${sha256(text)}`, text);
    return at(`images/${sha256(text)}`);
  };
  const request = (version: string, more: Partial<InstallRequest> = {}): InstallRequest => ({
    class: 'sysext',
    root: tree.path,
    name: 'tool',
    store: storeFor('sysext', 'kept'),
    version,
    architecture: 'x86-64',
    sha256: sha256(version),
    keep: null,
    current: true,
    versioned: false,
    adopts: null,
    origin: null,
    ...more,
  });
  return {
    at,
    image,
    request,
    installText: (text, wanted = request(text)) => {
      const fd = openSync(image(text), 'r');
      try {
        return installImage(wanted, fd, () => {}).map(({ text }) => text);
      } finally {
        closeSync(fd);
      }
    },
    current: () => readFileSync(at(readlinkSync(at(LINK)).slice(1)), 'utf8'),
  };
}
