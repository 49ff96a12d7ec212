/** Frostyard's repository (frostyard/snosi: docs/integration-contracts.md 7.2, docs/design/sysexts.md, README.md). */
import { join } from 'node:path';
import { zstdCompressSync } from 'node:zlib';
import type { SigningKey } from '../openpgp-key.ts';
import type { Scratch } from '../scratch.ts';
import { github, putFile } from './github.ts';
import { publishedImage, sumsOf } from './image.ts';
import type { Host } from './internet.ts';

const FOLDER = 'frostyard/ext';

const BUILDS: Readonly<Record<string, readonly string[]>> = {
  docker: ['5+29.7.1-1~debian.13~trixie', '5+29.7.2-1~debian.13~trixie'],
  '1password-cli': ['2.39.0-1'],
};

/** @param key signs each list, as a detached SHA256SUMS.gpg */
export function frostyard(scratch: Scratch, key: SigningKey): Host[] {
  for (const [name, versions] of Object.entries(BUILDS)) {
    const files = new Map<string, Buffer>();
    for (const version of versions) {
      for (const osRelease of ['13', '14']) {
        const release = `ID=debian\nVERSION_ID=${osRelease}\nARCHITECTURE=x86-64\nSYSEXT_VERSION_ID=${version}\n`;
        const image = publishedImage(scratch, { name, release, form: 'erofs' });
        // Four fields set off by `_`, none of which has one itself.
        files.set(`${name}_${version}_${osRelease}_x86-64.raw.zst`, zstdCompressSync(image));
      }
    }
    for (const [file, bytes] of files) scratch.put(`${FOLDER}/${name}/${file}`, bytes);
    scratch.put(`${FOLDER}/${name}/SHA256SUMS`, sumsOf(files));
    key.sign(join(scratch.path, FOLDER, name, 'SHA256SUMS'));
    scratch.put(`${FOLDER}/${name}/${name}.transfer`, transferOf(name));
  }
  // What extensions there are: a name a line. No folder of the store has an index page.
  scratch.put(
    `${FOLDER}/index`,
    Object.keys(BUILDS)
      .map((name) => `${name}\n`)
      .join(''),
  );
  const rows = ['| **docker**        | Docker CE container runtime                  | sysext        |'];
  putFile(
    scratch,
    'frostyard/snosi',
    'README.md',
    `# snosi\n\n| Image | Description | Output Format |\n| --- | --- | --- |\n${rows.join('\n')}\n`,
  );
  return [{ name: 'repository.frostyard.org', rules: `root ${scratch.path}/frostyard;` }, ...github(scratch)];
}

/** docs/design/sysexts.md, shortened to the form that is published. */
const transferOf = (name: string) => `[Transfer]
Features=${name}
Verify=true

[Source]
Type=url-file
Path=https://repository.frostyard.org/ext/${name}/
MatchPattern=${name}_@v_%w_%a.raw.zst \\
             ${name}_@v_%w_%a.raw

[Target]
Type=regular-file
Path=/var/lib/extensions.d/
MatchPattern=${name}_@v_%w_%a.raw.zst \\
             ${name}_@v_%w_%a.raw
CurrentSymlink=${name}.raw
`;
