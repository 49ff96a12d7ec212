/**
 * A host as Ignition takes it, and as Butane does, which makes Ignition of it: the same in two spellings. Of Butane the variants
 * flatcar 1.1.0 and fcos 1.5.0 (docs/config-flatcar-v1_1.md and config-fcos-v1_5.md of coreos/butane), of Ignition 3.3.0
 * (docs/configuration-v3_3.md of coreos/ignition).
 */
import { Document } from 'yaml';
import { type Message, messageOf } from '../messages/message.ts';
import { visibleJson, visibleText } from '../messages/visible.ts';
import type { FetchedFile, Provisioning } from './provisioning.ts';
import { yamlText } from './yaml-text.ts';

const BUTANE = { flatcar: '1.1.0', fcos: '1.5.0' } as const;
export type ButaneVariant = keyof typeof BUTANE;
const IGNITION = '3.3.0';
/** 0644, which is written in decimal digits, for YAML has two ways to write it in octal ones. */
const MODE = 420;

export interface Written {
  readonly text: string;
  /** What is not in it, and why. */
  readonly lacks: readonly Message[];
}

/** Comments tell what is not in it. @param say a message in the language of who reads it */
export function butaneText(from: Provisioning, variant: ButaneVariant, say: (message: Message) => string): Written {
  const inline = (text: string) => ({ inline: text });
  const { config, lacks } = configOf(from, inline);
  const document = new Document({ variant, version: BUTANE[variant], ...config });
  if (lacks.length > 0) document.commentBefore = lacks.map((one) => ` ${visibleText(say(one))}`).join('\n');
  return { text: yamlText(document), lacks };
}

export function ignitionText(from: Provisioning): Written {
  const source = (text: string) => ({ source: `data:,${encodeURIComponent(text)}` });
  const { config, lacks } = configOf(from, source);
  return { text: `${visibleJson(JSON.stringify({ ignition: { version: IGNITION }, ...config }, null, 2))}\n`, lacks };
}

/** What Ignition fetches (configuration-v3_3.md: storage.files.contents.source); it unpacks gzip alone. */
function whyNot({ path, url, packing }: FetchedFile): Message | null {
  if (!/^https?:/.test(url)) return messageOf('declared.ignition-cannot-fetch', { path, address: url });
  return packing === 'none' || packing === 'gz' ? null : messageOf('declared.ignition-unpacks-gzip', { path, packing });
}

function configOf(from: Provisioning, contents: (text: string) => object) {
  const fetched = from.fetched.filter((file) => whyNot(file) === null);
  const isLeftOut = (target: string) => from.fetched.some((file) => file.path === target && !fetched.includes(file));
  const files = [
    ...fetched.map(({ path, url, packing, sha256 }) => ({
      path,
      contents: {
        source: url,
        ...(packing === 'gz' ? { compression: 'gzip' } : {}),
        verification: { hash: `sha256-${sha256}` },
      },
      mode: MODE,
    })),
    ...from.written.map(({ path, text }) => ({ path, contents: contents(text), mode: MODE })),
  ];
  const links = from.links
    .filter(({ target }) => !isLeftOut(target))
    .map(({ path, target, overwrites }) => ({ path, target, ...(overwrites === true ? { overwrite: true } : {}) }));
  const directories = from.directories.map((path) => ({ path }));
  const storage = Object.fromEntries(Object.entries({ files, links, directories }).filter(([, all]) => all.length > 0));
  const units = from.units.map(({ name, enabled }) => ({ name, enabled }));
  return {
    config: {
      ...(Object.keys(storage).length === 0 ? {} : { storage }),
      ...(units.length === 0 ? {} : { systemd: { units } }),
    },
    lacks: [...from.lacks, ...from.fetched.flatMap((file) => whyNot(file) ?? [])],
  };
}
