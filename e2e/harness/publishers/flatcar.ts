/** Flatcar's sysext bakery (flatcar/sysext-bakery: bakery.sh, lib/generate.sh, tools/http-url-rewrite-server/Caddyfile). */
import type { Scratch } from '../scratch.ts';
import { github, putAsset, putFile } from './github.ts';
import { publishedImage, sumsOf } from './image.ts';
import type { Host } from './internet.ts';

const REPOSITORY = 'flatcar/sysext-bakery';

const VERSIONS: Readonly<Record<string, readonly string[]>> = {
  docker: ['29.5.0', '29.6.2'],
  'docker-compose': ['5.3.1'],
  kubernetes: ['v1.35.4', 'v1.36.2'],
};

export function flatcar(scratch: Scratch): Host[] {
  const all = new Map<string, Buffer>();
  for (const [name, versions] of Object.entries(VERSIONS)) {
    const own = new Map<string, Buffer>();
    for (const version of versions) {
      for (const architecture of ['x86-64', 'arm64']) {
        // bakery.sh: ID=_any, and the architecture of the build.
        const release = `ID=_any\nARCHITECTURE=${architecture}\nSYSEXT_VERSION_ID=${version}\n`;
        const file = `${name}-${version}-${architecture}.raw`;
        const bytes = publishedImage(scratch, { name, release, form: 'squashfs' });
        // A release for each version, one for each extension, and one of all.
        putAsset(scratch, REPOSITORY, `${name}-${version}`, file, bytes);
        own.set(file, bytes);
        all.set(file, bytes);
      }
    }
    putAsset(scratch, REPOSITORY, name, 'SHA256SUMS', sumsOf(own));
    putAsset(scratch, REPOSITORY, name, `${name}.conf`, transferOf(name, '@v'));
  }
  putAsset(scratch, REPOSITORY, 'kubernetes', 'kubernetes-v1.36.conf', transferOf('kubernetes', 'v1.36.@v'));
  putAsset(scratch, REPOSITORY, 'SHA256SUMS', 'SHA256SUMS', sumsOf(all));
  // docs/NAME.md; three of them have `_` for `-`.
  putFile(
    scratch,
    REPOSITORY,
    'docs/docker.md',
    '# Docker sysext\n\nThis sysext ships a custom [docker](https://docker.com).\nIt comes with containerd.\n\n## Usage\n\nMask the ones of Flatcar.\n',
  );
  putFile(
    scratch,
    REPOSITORY,
    'docs/docker_compose.md',
    '# Docker Compose sysext\n\nThis sysext ships `docker-compose`.\n',
  );
  const to = `https://github.com/${REPOSITORY}/releases/download`;
  return [
    {
      name: 'extensions.flatcar.org',
      rules: `location ~ ^.*/extensions/(?:.*/)*([^/]+)-([^/]+)-(x86-64|arm64)\\.raw$ { return 302 ${to}/$1-$2/$1-$2-$3.raw; }
    location ~ ^.*/extensions/([^/]+)\\.conf$ { return 302 ${to}/$1/$1.conf; }
    location ~ ^.*/extensions/([^/]+)/([^/]+)\\.conf$ { return 302 ${to}/$1/$2.conf; }
    location ~ ^/extensions/([^/]+)/SHA256SUMS$ { return 302 ${to}/$1/SHA256SUMS; }
    location = /extensions/SHA256SUMS { return 302 ${to}/SHA256SUMS/SHA256SUMS; }
    location / { return 302 https://flatcar.github.io/sysext-bakery$request_uri; }`,
    },
    // The documentation answers what is no page of it with 404 and a page.
    {
      name: 'flatcar.github.io',
      rules: `location / { default_type text/html; return 404 '<a href="/sysext-bakery/">Docs</a>'; }`,
    },
    ...github(scratch),
  ];
}

/** lib/generate.sh: without MatchPattern= in [Target]. */
const transferOf = (name: string, version: string) => `[Transfer]
Verify=false

[Source]
Type=url-file
Path=https://extensions.flatcar.org/extensions/${name}/
MatchPattern=${name}-${version}-%a.raw

[Target]
InstancesMax=3
Type=regular-file
Path=/opt/extensions/${name}
CurrentSymlink=/etc/extensions/${name}.raw
`;
