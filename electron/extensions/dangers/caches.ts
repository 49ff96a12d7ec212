/**
 * Files that stand for many others: of two layers that have one, only the upper's is seen, and it knows nothing of what the
 * other layers bring. Where an extension brings the sources and no such file, what the base has knows nothing of them.
 */
import { messageOf, type Text } from '../../../shared/messages/message.ts';
import type { Danger, Layer, MergeFacts, Rule, Survey } from './facts.ts';
import { firstOf, parentOf } from './facts.ts';

interface Cache {
  readonly file: RegExp;
  /** What it is made from, beside it or below. */
  readonly source: RegExp;
  /** The file of the base that would have to know of the sources. */
  readonly ofBase: (source: string) => string;
  /** How bad it is where one hides another, and where the base's knows nothing of the sources. */
  readonly hides: Danger['severity'];
  readonly stale: Danger['severity'];
}

/** Where all of them stand, for most of an extension stands elsewhere. */
const PLACES = /^(?:usr\/share\/(?:glib-2\.0|icons|applications|mime)|usr\/lib\/(?:udev|modules)|etc)\//;

const beside = (name: string) => (source: string) => `${parentOf(source)}/${name}`;

const CACHES: readonly Cache[] = [
  {
    file: /^usr\/share\/glib-2\.0\/schemas\/gschemas\.compiled$/,
    source: /^usr\/share\/glib-2\.0\/schemas\/[^/]+\.gschema\.xml$/,
    ofBase: beside('gschemas.compiled'),
    hides: 'danger',
    stale: 'warning',
  },
  {
    file: /^usr\/share\/icons\/[^/]+\/icon-theme\.cache$/,
    source: /^usr\/share\/icons\/[^/]+\/.*\.(?:png|svg|xpm)$/,
    ofBase: (source) => `${source.split('/').slice(0, 4).join('/')}/icon-theme.cache`,
    hides: 'warning',
    stale: 'note',
  },
  {
    file: /^usr\/share\/applications\/mimeinfo\.cache$/,
    source: /^usr\/share\/applications\/[^/]+\.desktop$/,
    ofBase: beside('mimeinfo.cache'),
    hides: 'warning',
    stale: 'note',
  },
  {
    file: /^usr\/share\/mime\/mime\.cache$/,
    source: /^usr\/share\/mime\/packages\/[^/]+\.xml$/,
    ofBase: () => 'usr/share/mime/mime.cache',
    hides: 'warning',
    stale: 'note',
  },
  {
    file: /^usr\/lib\/udev\/hwdb\.bin$/,
    source: /^usr\/lib\/udev\/hwdb\.d\/[^/]+\.hwdb$/,
    ofBase: () => 'usr/lib/udev/hwdb.bin',
    hides: 'warning',
    stale: 'note',
  },
  {
    file: /^etc\/(?:ld\.so\.cache|udev\/hwdb\.bin)$/,
    source: /^etc\/(?:ld\.so\.conf\.d\/[^/]+\.conf|udev\/hwdb\.d\/[^/]+\.hwdb)$/,
    ofBase: (source) => (source.startsWith('etc/udev') ? 'etc/udev/hwdb.bin' : 'etc/ld.so.cache'),
    hides: 'warning',
    stale: 'note',
  },
  {
    file: /^usr\/lib\/modules\/[^/]+\/modules\.dep(?:\.bin)?$/,
    source: /^usr\/lib\/modules\/[^/]+\/.*\.ko(?:\.(?:xz|gz|zst))?$/,
    ofBase: (source) => `${source.split('/').slice(0, 4).join('/')}/modules.dep`,
    hides: 'danger',
    stale: 'warning',
  },
];

export const caches: Rule = (facts) =>
  facts.layers.flatMap((layer, at) => {
    const { survey } = layer;
    if (survey === null) return [];
    const below = facts.layers.slice(0, at);
    return [...hidden(facts, below, layer.name, survey), ...stale(facts, layer.name, survey)];
  });

function hidden({ base }: MergeFacts, below: readonly Layer[], extension: string, { others }: Survey): Danger[] {
  return [...others.keys()].flatMap((path): Danger[] => {
    if (!PLACES.test(path)) return [];
    const cache = CACHES.find(({ file }) => file.test(path));
    if (cache === undefined || others.get(path) === 'whiteout') return [];
    const owners: Text[] = below.filter(({ survey }) => survey?.others.has(path)).map(({ name }) => name);
    if (base.at(path).kind === 'other') owners.unshift(messageOf('extension.base'));
    if (owners.length === 0) return [];
    const message = messageOf('extension.it-hides-one-of-so-that', { owners: firstOf(owners) });
    return [{ extension, kind: 'cache', severity: cache.hides, path, message }];
  });
}

/** One finding a cache, with the first source that it does not know. */
function stale({ base, layers }: MergeFacts, extension: string, { others }: Survey): Danger[] {
  const found = new Map<string, Danger | null>();
  for (const path of others.keys()) {
    if (!PLACES.test(path)) continue;
    for (const { source, ofBase, stale: severity } of CACHES) {
      const cache = source.test(path) ? ofBase(path) : null;
      if (cache === null || found.has(cache)) continue;
      const isOfBase = base.at(cache).kind === 'other' && !layers.some(({ survey }) => survey?.others.has(cache));
      const message = messageOf('extension.of-base-knows-nothing-of-it', { cache });
      found.set(cache, isOfBase ? { extension, kind: 'cache', severity, path, message } : null);
    }
  }
  return [...found.values()].filter((one) => one !== null);
}
