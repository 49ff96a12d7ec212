/**
 * Files that stand for many others: of two layers that have one, only the upper's is seen, and it knows nothing of what the
 * other layers bring. Where an extension brings the sources and no such file, what the base has knows nothing of them.
 */
import { messageOf, type Text } from '../../messages/message.ts';
import type { Severity } from '../../model/diagnosis.ts';
import { type Found, rule } from '../rule.ts';
import { firstOf, inLayer, type Layer, leaveOut, type MergeFacts, parentOf, type Survey } from './facts.ts';

interface Cache {
  readonly file: RegExp;
  /** What it is made from, beside it or below. */
  readonly source: RegExp;
  /** The file of the base that would have to know of the sources. */
  readonly ofBase: (source: string) => string;
  /** How bad it is where one hides another, and where the base's knows nothing of the sources. */
  readonly hides: Severity;
  readonly outdated: Severity;
  /** How bad it is where nobody has it; null where programs then look at the sources themselves, or nothing needs them. */
  readonly missing: Severity | null;
}

/** Where all of them stand, for most of an extension stands elsewhere. */
const PLACES = /^(?:usr\/share\/(?:glib-2\.0|icons|applications|mime)|usr\/lib\/(?:udev|modules)|etc)\//;

const besideName = (name: string) => (source: string) => `${parentOf(source)}/${name}`;

const CACHES: readonly Cache[] = [
  {
    file: /^usr\/share\/glib-2\.0\/schemas\/gschemas\.compiled$/,
    source: /^usr\/share\/glib-2\.0\/schemas\/[^/]+\.gschema\.xml$/,
    ofBase: besideName('gschemas.compiled'),
    hides: 'danger',
    outdated: 'warning',
    missing: 'warning',
  },
  {
    file: /^usr\/share\/icons\/[^/]+\/icon-theme\.cache$/,
    source: /^usr\/share\/icons\/[^/]+\/.*\.(?:png|svg|xpm)$/,
    ofBase: (source) => `${source.split('/').slice(0, 4).join('/')}/icon-theme.cache`,
    hides: 'warning',
    outdated: 'note',
    missing: null,
  },
  {
    file: /^usr\/share\/applications\/mimeinfo\.cache$/,
    source: /^usr\/share\/applications\/[^/]+\.desktop$/,
    ofBase: besideName('mimeinfo.cache'),
    hides: 'warning',
    outdated: 'note',
    missing: null,
  },
  {
    file: /^usr\/share\/mime\/mime\.cache$/,
    source: /^usr\/share\/mime\/packages\/[^/]+\.xml$/,
    ofBase: () => 'usr/share/mime/mime.cache',
    hides: 'warning',
    outdated: 'note',
    missing: null,
  },
  {
    file: /^usr\/lib\/udev\/hwdb\.bin$/,
    source: /^usr\/lib\/udev\/hwdb\.d\/[^/]+\.hwdb$/,
    ofBase: () => 'usr/lib/udev/hwdb.bin',
    hides: 'warning',
    outdated: 'note',
    missing: null,
  },
  {
    file: /^etc\/(?:ld\.so\.cache|udev\/hwdb\.bin)$/,
    source: /^etc\/(?:ld\.so\.conf\.d\/[^/]+\.conf|udev\/hwdb\.d\/[^/]+\.hwdb)$/,
    ofBase: (source) => (source.startsWith('etc/udev') ? 'etc/udev/hwdb.bin' : 'etc/ld.so.cache'),
    hides: 'warning',
    outdated: 'note',
    missing: null,
  },
  {
    file: /^usr\/lib\/modules\/[^/]+\/modules\.dep(?:\.bin)?$/,
    source: /^usr\/lib\/modules\/[^/]+\/.*\.ko(?:\.(?:xz|gz|zst))?$/,
    ofBase: (source) => `${source.split('/').slice(0, 4).join('/')}/modules.dep`,
    hides: 'danger',
    outdated: 'warning',
    missing: 'warning',
  },
];

type Id = 'cache-hidden' | 'cache-outdated' | 'cache-missing';

export const caches = rule(
  ['cache-hidden', 'cache-outdated', 'cache-missing'],
  'measured on merged systems; what each is made from: glib-compile-schemas(1), systemd-hwdb(8), ldconfig(8), depmod(8), update-mime-database(1)',
  (facts: MergeFacts) =>
    facts.layers.flatMap((layer, at) => {
      const { survey } = layer;
      if (survey === null) return [];
      const below = facts.layers.slice(0, at);
      return [...hiddenCaches(facts, below, layer, survey), ...outdatedCaches(facts, layer.name, survey)];
    }),
);

function hiddenCaches(facts: MergeFacts, below: readonly Layer[], layer: Layer, { others }: Survey): Found<Id>[] {
  return [...others.keys()].flatMap((path): Found<Id>[] => {
    if (!PLACES.test(path)) return [];
    const cache = CACHES.find(({ file }) => file.test(path));
    if (cache === undefined || others.get(path) === 'whiteout') return [];
    const owners: Text[] = below.filter(({ survey }) => survey?.others.has(path)).map(({ name }) => name);
    if (facts.base.at(path).kind === 'other') owners.unshift(messageOf('extension.base'));
    if (owners.length === 0) return [];
    const message = messageOf('extension.it-hides-one-of-so-that', { owners: firstOf(owners) });
    const fix = cache.hides === 'danger' ? leaveOut(facts, layer) : null;
    return [{ id: 'cache-hidden', severity: cache.hides, subject: inLayer(facts, layer.name, path), message, fix }];
  });
}

/** One a cache, with the first source that it does not know. */
function outdatedCaches(facts: MergeFacts, extension: string, { others }: Survey): Found<Id>[] {
  const found = new Map<string, Found<Id> | null>();
  for (const path of others.keys()) {
    if (!PLACES.test(path)) continue;
    for (const { source, ofBase, outdated, missing } of CACHES) {
      const cache = source.test(path) ? ofBase(path) : null;
      if (cache === null || found.has(cache)) continue;
      const isOurs = facts.layers.some(({ survey }) => survey === null || survey.others.has(cache));
      const { kind } = facts.base.at(cache);
      const subject = inLayer(facts, extension, path);
      const values = { cache: `/${cache}` };
      if (!isOurs && kind === 'other') {
        const message = messageOf('extension.of-base-knows-nothing-of-it', values);
        found.set(cache, { id: 'cache-outdated', severity: outdated, subject, message });
      } else if (!isOurs && kind === 'absent' && missing !== null) {
        const message = messageOf('extension.nothing-made-cache', values);
        found.set(cache, { id: 'cache-missing', severity: missing, subject, message });
      } else found.set(cache, null);
    }
  }
  return [...found.values()].filter((one) => one !== null);
}
