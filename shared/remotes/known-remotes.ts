/** Public remotes that Veneer knows of. All are off until a person turns them on; none of them is run by Veneer. */

import { ANY_NAMING, type Naming } from '../images/release-name.ts';
import { type Message, messageOf } from '../messages/message.ts';
import type { Trust } from '../model/catalog.ts';

/** How a publisher lays its images out, which a server alone does not tell. */
export interface Layout {
  /**
   * What is listed where. `any`: the folder by its SHA256SUMS, and where it has none the folders in it by theirs.
   * `list-of-all`: one list of all, but each image, and a list of its own, in the folder NAME/. `folders`: no list but
   * those of the folders.
   */
  readonly lists: 'any' | 'list-of-all' | 'folders';
  /** Where the names of the folders are told: by links of an index page, line by line in a file, or by the file names. */
  readonly folders: { readonly by: 'index-page' } | { readonly by: 'file'; readonly path: string } | null;
  readonly osRelease: Naming['osRelease'];
}

/** The most folders that are taken of one remote. */
export const MAX_FOLDERS = 1000;

/** Where a publisher describes its extensions. */
export type Descriptions =
  /** A page of Markdown for each, whose first words tell what it is; `NAME` in the address stands for the name. */
  | { readonly pages: string }
  /** One page of Markdown with a table of names and descriptions. */
  | { readonly table: string };

export interface KnownRemote {
  readonly name: string;
  /** As its publisher calls it, in every language. */
  readonly title: string;
  readonly url: string;
  /** Who runs it, by name. */
  readonly publisher: string;
  readonly runBy: Message;
  readonly about: Message;
  /** The repository on GitHub whose releases its images stand in, and how the name of an image tells the tag; null for none. */
  readonly releases: { readonly repository: string; readonly tag: RegExp } | null;
  /** Whether its lists carry a signature. */
  readonly signs: boolean;
  readonly trust: Trust;
  readonly layout: Layout;
  readonly descriptions: Descriptions | null;
  /** Whether it is made for a host with these fields of os-release(5). */
  readonly suits: (fields: ReadonlyMap<string, string>) => boolean;
}

const UNKNOWN_LAYOUT: Layout = { lists: 'any', folders: { by: 'index-page' }, osRelease: ANY_NAMING.osRelease };

const isOneOf = (fields: ReadonlyMap<string, string>, ...ids: readonly string[]): boolean => {
  const mine = [fields.get('ID') ?? '', ...(fields.get('ID_LIKE') ?? '').split(/\s+/)];
  return mine.some((id) => ids.includes(id));
};

/** fedora-sysexts.github.io, Caddyfile and docs/compatibility.md: Fedora's image based variants, and what is made of them. */
const FEDORA_LAYOUT: Layout = { lists: 'list-of-all', folders: { by: 'index-page' }, osRelease: 'fedora' };
const suitsFedora = (fields: ReadonlyMap<string, string>) => isOneOf(fields, 'fedora') && isImageBased(fields);

/** Whether a Fedora is one of the variants that are updated as a whole; a plain one has no VARIANT_ID of these. */
function isImageBased(fields: ReadonlyMap<string, string>): boolean {
  const variant = fields.get('VARIANT_ID') ?? '';
  return (
    fields.has('OSTREE_VERSION') ||
    (fields.get('ID') !== 'fedora' && fields.has('IMAGE_ID')) ||
    /^(?:coreos|iot|silverblue|kinoite|sericea|onyx|atomic|bootc|.*-atomic|bazzite|bluefin|aurora|ucore)/.test(variant)
  );
}

export const KNOWN_REMOTES: readonly KnownRemote[] = [
  {
    name: 'flatcar',
    title: 'Flatcar sysext bakery',
    // flatcar/sysext-bakery, tools/http-url-rewrite-server/Caddyfile
    url: 'https://extensions.flatcar.org/extensions/',
    publisher: 'Flatcar',
    runBy: messageOf('remote.run-by-flatcar-project'),
    about: messageOf('remote.sysext-bakery-docker-kubernetes-tailscale-and'),
    signs: false,
    trust: 'unsigned',
    layout: { lists: 'list-of-all', folders: null, osRelease: 'never' },
    releases: { repository: 'flatcar/sysext-bakery', tag: /^([^/]+-[^/]+)-(?:x86-64|arm64)\.raw$/ },
    descriptions: { pages: 'https://raw.githubusercontent.com/flatcar/sysext-bakery/main/docs/NAME.md' },
    suits: (fields) => isOneOf(fields, 'flatcar'),
  },
  {
    name: 'fedora',
    title: 'Fedora sysexts',
    url: 'https://extensions.fcos.fr/fedora/',
    publisher: 'Timothée Ravier',
    runBy: messageOf('remote.run-by-timoth-e-ravier-not'),
    about: messageOf('remote.fedora-packages-as-extensions-for-fedora'),
    signs: false,
    trust: 'unsigned',
    layout: FEDORA_LAYOUT,
    releases: { repository: 'fedora-sysexts/fedora', tag: /^([^/]+)\.raw$/ },
    descriptions: { pages: 'https://raw.githubusercontent.com/fedora-sysexts/fedora/main/NAME/README.md' },
    suits: suitsFedora,
  },
  {
    name: 'fedora-community',
    title: 'Fedora community sysexts',
    url: 'https://extensions.fcos.fr/community/',
    publisher: 'Timothée Ravier',
    runBy: messageOf('remote.run-by-timoth-e-ravier-not'),
    about: messageOf('remote.software-from-other-sources-as-extensions'),
    signs: false,
    trust: 'unsigned',
    layout: FEDORA_LAYOUT,
    releases: { repository: 'fedora-sysexts/community', tag: /^([^/]+)\.raw$/ },
    descriptions: { pages: 'https://raw.githubusercontent.com/fedora-sysexts/community/main/NAME/README.md' },
    suits: suitsFedora,
  },
  {
    name: 'opensuse',
    title: 'openSUSE MicroOS',
    // openSUSE/sysextmgr 1.3, sysextmgr.conf.example
    url: 'https://download.opensuse.org/tumbleweed/appliances/',
    publisher: 'openSUSE',
    runBy: messageOf('remote.run-by-opensuse-project'),
    about: messageOf('remote.images-for-opensuse-microos-as-its'),
    signs: false,
    trust: 'unsigned',
    layout: { lists: 'any', folders: null, osRelease: 'never' },
    releases: null,
    descriptions: null,
    suits: (fields) => isOneOf(fields, 'opensuse-microos', 'opensuse-aeon', 'opensuse-kalpa'),
  },
  {
    name: 'frostyard',
    title: 'Frostyard',
    // frostyard/snosi, docs/integration-contracts.md 7.2: ext/index, ext/NAME/SHA256SUMS and SHA256SUMS.gpg
    url: 'https://repository.frostyard.org/ext/',
    publisher: 'Frostyard',
    runBy: messageOf('remote.run-by-frostyard-who-make-snosi'),
    about: messageOf('remote.docker-incus-browsers-and-other-programs'),
    signs: true,
    trust: 'system',
    layout: { lists: 'folders', folders: { by: 'file', path: 'index' }, osRelease: 'perhaps' },
    releases: null,
    descriptions: { table: 'https://raw.githubusercontent.com/frostyard/snosi/main/README.md' },
    suits: (fields) => isOneOf(fields, 'debian') && fields.get('VERSION_ID') === '13',
  },
];

/** The known remote at an address; null for one of the user's own. */
export const knownAt = (url: string): KnownRemote | null => KNOWN_REMOTES.find((one) => one.url === url) ?? null;

/** How what stands at an address is laid out. */
export const layoutOf = (url: string): Layout => knownAt(url)?.layout ?? UNKNOWN_LAYOUT;

/** Remotes as they are offered: those in use in their order, then the known ones, of which those for this host come first. */
export function suitingFirst<T extends { readonly url: string; readonly enabled: boolean }>(
  remotes: readonly T[],
  fields: ReadonlyMap<string, string>,
): readonly T[] {
  const rankOf = ({ url, enabled }: T) => {
    const known = enabled ? null : knownAt(url);
    return known === null ? 0 : known.suits(fields) ? 1 : 2;
  };
  return [...remotes].sort((a, b) => rankOf(a) - rankOf(b));
}
