/**
 * The two collections for Fedora (fedora-sysexts/fedora and /community: their justfiles and workflow templates;
 * fedora-sysexts/fedora-sysexts.github.io: Caddyfile).
 */
import type { Scratch } from '../scratch.ts';
import { fedoraTransfer } from '../trees/flat.ts';
import { github, putAsset, putFile } from './github.ts';
import { publishedImage, sumsOf } from './image.ts';
import type { Host } from './internet.ts';

/** By extension: version with release, and the release of Fedora. */
type Collection = Readonly<Record<string, readonly (readonly [version: string, fedora: string])[]>>;

const FEDORA: Collection = {
  tree: [
    ['2.2.1-1.fc43', '43'],
    ['2.2.1-2.fc43', '43'],
    ['2.2.1-4.fc44', '44'],
  ],
  // NAME has numbers and dashes of its own, so that only its folder tells where it ends.
  'kubernetes-1.35': [['1.35.4-1.fc43', '43']],
  'kubernetes-cri-o-1.35': [['1.35.4-1.fc43', '43']],
  // An rpm of the release before.
  libgda: [['1-6.0.0-11.fc42', '43']],
  'only-new': [
    ['2.0-1.fc44', '44'],
    ['1.0-1.fc42', '42'],
  ],
};

const COMMUNITY: Collection = {
  '1password-cli': [
    ['2.33.1-1', '43'],
    ['2.34.0-1', '43'],
    ['2.34.1-1', '44'],
  ],
  'docker-ce': [['3-29.1.4-1.fc43', '43']],
};

export function fedora(scratch: Scratch): Host[] {
  for (const [repository, collection] of [
    ['fedora-sysexts/fedora', FEDORA],
    ['fedora-sysexts/community', COMMUNITY],
  ] as const) {
    putCollection(scratch, repository, collection);
  }
  const redirects = ['fedora', 'community'].map((one) => redirectsOf(one));
  const pages = `default_type text/html; root ${scratch.path}/fedora-pages;`;
  return [
    {
      name: 'extensions.fcos.fr',
      rules: `${redirects.join('\n    ')}
    location / { return 302 https://fedora-sysexts.github.io$request_uri; }`,
    },
    { name: 'fedora-sysexts.github.io', rules: pages },
    ...github(scratch),
  ];
}

function redirectsOf(one: string): string {
  const to = `https://github.com/fedora-sysexts/${one}/releases/download`;
  return `location ~ ^.*/${one}/([^/]+)/([^/]+)\\.raw$ { return 302 ${to}/$2/$2.raw; }
    location ~ ^.*/${one}/([^/]+)\\.conf$ { return 302 ${to}/$1/$1.conf; }
    location ~ ^.*/${one}/([^/]+)/([^/]+)\\.conf$ { return 302 ${to}/$1/$2.conf; }
    location ~ ^/${one}/([^/]+)/SHA256SUMS$ { return 302 ${to}/$1/SHA256SUMS; }
    location = /${one}/SHA256SUMS { return 302 ${to}/latest/SHA256SUMS; }`;
}

function putCollection(scratch: Scratch, repository: string, collection: Collection): void {
  const [, short = ''] = repository.split('/');
  const all = new Map<string, Buffer>();
  for (const [name, builds] of Object.entries(collection)) {
    const own = new Map<string, Buffer>();
    for (const [version, release] of builds) {
      for (const architecture of ['x86-64', 'arm64']) {
        const stem = `${name}-${version}-${release}-${architecture}`;
        // The justfiles: any OS of that VERSION_ID, erofs with lz4.
        const fields = `ID="_any"\nVERSION_ID="${release}"\nARCHITECTURE="${architecture}"\n`;
        const bytes = publishedImage(scratch, { name, release: fields, form: 'erofs' });
        putAsset(scratch, repository, stem, `${stem}.raw`, bytes);
        own.set(`${stem}.raw`, bytes);
        all.set(`${stem}.raw`, bytes);
      }
    }
    putAsset(scratch, repository, name, 'SHA256SUMS', sumsOf(own));
    putAsset(scratch, repository, name, `${name}.conf`, transferOf(name, short));
    const words = 'This sysext is compatible with all Fedora variants (CoreOS, Atomic Desktops,\netc.).';
    putFile(scratch, repository, `${name}/README.md`, `# ${name}\n\n## Compatibility\n\n${words}\n`);
  }
  putAsset(scratch, repository, 'latest', 'SHA256SUMS', sumsOf(all));
  // The page of a collection: a link for each extension, among those to styles and other pages (just-the-docs).
  const links = Object.keys(collection).map((name) => `<li><a href="/${short}/${name}/">${name}</a></li>`);
  const page = `<!doctype html><link rel="stylesheet" href="/assets/css/just-the-docs-default.css">
<a href="/">Home</a><a href="/known-issues/">Known issues</a><ul>${links.join('\n')}</ul>\n`;
  scratch.put(`fedora-pages/${short}/index.html`, page);
}

/** .github/workflow-templates/systemd-sysupdate.conf: all images in one folder. */
const transferOf = (name: string, short: string) =>
  fedoraTransfer(name, `https://extensions.fcos.fr/${short}/${name}/`);
