/** What a file declares as a playbook for many hosts, which are then changed by Ansible and not by Veneer. */
import { Document } from 'yaml';
import { PINS, pinFileName, pinText } from '../changes/pin-record.ts';
import type { AnsibleHost } from '../fleet/ansible-hosts.ts';
import { parseReleaseName } from '../images/release-name.ts';
import { imageFileName, storeFor } from '../images/store.ts';
import { isLinkedByFlatcar } from '../images/vendor-store.ts';
import { type Message, messageOf } from '../messages/message.ts';
import type { Declared, DeclaredExtension } from '../model/declared.ts';
import { VeneerError } from '../model/errors.ts';
import { maskDirectories } from '../systemd/masking.ts';
import { ansibleText } from './ansible.ts';
import { ansibleYaml, foreign } from './ansible-yaml.ts';
import type { Written } from './ignition-text.ts';
import { BOOT_SETTINGS } from './present.ts';
import { BOOT_UNIT, type FetchedFile, type Provisioning } from './provisioning.ts';

export interface PlaybookOptions {
  /** Whether what is new is merged at once. */
  readonly merge: boolean;
  /** A message in the language of who reads the file. */
  say(message: Message): string;
}

/**
 * A playbook that makes hosts what a file declares: where an image is to be had has to stand in it (`source`), for Ansible asks
 * no remote.
 *
 * @param hosts as the inventory names them; all of it where there are none
 * @returns with what of the file is not done
 * @throws {VeneerError} `invalid-input` for a host whose name Ansible would take for a pattern
 */
export function playbookFor(hosts: readonly string[], declared: Declared, { merge, say }: PlaybookOptions): Written {
  for (const host of hosts) refusePattern(host);
  const unmasked = declared.extensions
    .filter(({ enabled }) => enabled)
    .flatMap((one) => maskDirectories(one.class).map((directory) => `${directory}/${one.name}`));
  return ansibleText(declaredProvisioning(declared), say, { hosts, merge, unmasked });
}

/**
 * An inventory of hosts that ssh finds by their names, or where it says.
 *
 * @throws {VeneerError} as playbookFor
 */
export function inventoryText(hosts: readonly AnsibleHost[]): string {
  for (const { name } of hosts) refusePattern(name);
  const all = new Document({ all: { hosts: {} } });
  for (const { name, at } of hosts) {
    const variables = {
      ...(at === null ? {} : { ansible_host: foreign(at.host) }),
      ...(at === null || at.user === null ? {} : { ansible_user: foreign(at.user) }),
      ...(at === null || at.port === null ? {} : { ansible_port: at.port }),
    };
    all.setIn(['all', 'hosts', foreign(name)], variables);
  }
  return ansibleYaml(all);
}

const HOST_NAME = /^[\p{L}\p{N}_][\p{L}\p{N}_.@-]*$/u;

/** Whether Ansible takes it for the name of one host and nothing else. */
export const isAnsibleName = (name: string): boolean => HOST_NAME.test(name);

/** Ansible's own signs in patterns and ranges are `:,&!*[]` and a `~` at the start (its user guide, “Patterns”). */
function refusePattern(host: string): void {
  if (isAnsibleName(host)) return;
  throw new VeneerError('invalid-input', messageOf('declared.ansible-no-host', { host }), {
    nextStep: messageOf('declared.ansible-name-it-in-ssh'),
  });
}

/** As files, links, directories and units. */
export function declaredProvisioning(declared: Declared): Provisioning {
  const { extensions, masks, pins, boot, remotes } = declared;
  const files = extensions.map((one) => ({ one, file: declaredFile(one) }));
  const had = files.flatMap(({ one, file }) => ('url' in file ? [{ one, file }] : []));
  const masked = [...masks, ...extensions.filter(({ enabled }) => !enabled)];
  return {
    fetched: had.map(({ file }) => file),
    written: pins.map((one) => ({
      path: `${PINS}/${pinFileName(one.class, one.name)}`,
      text: pinText({ version: one.version ?? null, held: one.held }),
    })),
    links: [
      ...had.map(({ one, file }) => ({
        path: `${storeFor(one.class, 'kept').directory}/${one.name}.raw`,
        target: file.path,
      })),
      // As Flatcar's own documentation has it, it takes the place of the link that the OS brings.
      ...masked
        .filter(({ name }) => isLinkedByFlatcar(name))
        .map((one) => ({
          ...{ path: `${maskDirectories(one.class)[0]}/${one.name}.raw`, target: '/dev/null', overwrites: true },
        })),
    ],
    directories: masked
      .filter(({ name }) => !isLinkedByFlatcar(name))
      .map((one) => `${maskDirectories(one.class)[0]}/${one.name}`),
    units: BOOT_SETTINGS.flatMap((one) => {
      const enabled = boot[one];
      return enabled === undefined || one === 'services' ? [] : [{ name: BOOT_UNIT[one], enabled }];
    }),
    lacks: [
      ...files.flatMap(({ file }) => ('url' in file ? [] : [file.lacks])),
      ...remotes.map(({ name }) => messageOf('declared.remote-is-a-users', { name })),
      ...(boot.services === true ? [messageOf('declared.unit-is-veneers', { unit: BOOT_UNIT.services })] : []),
    ],
  };
}

function declaredFile(one: DeclaredExtension): FetchedFile | { readonly lacks: Message } {
  const { class: extensionClass, name, version, source } = one;
  if (source === undefined) return { lacks: messageOf('declared.source-not-declared', { name }) };
  const { url, sha256 } = source;
  const named = parseReleaseName(url.slice(url.lastIndexOf('/') + 1));
  if (named === null || named.packing !== null)
    return { lacks: messageOf('declared.source-is-packed', { name, address: url }) };
  const as = version ?? named.version;
  const fileName = as === null ? `${name}.raw` : imageFileName(name, as, named.architecture);
  const { store } = storeFor(extensionClass, 'kept');
  return { path: `${store}/${name}/${fileName}`, url, packing: 'none', sha256 };
}
