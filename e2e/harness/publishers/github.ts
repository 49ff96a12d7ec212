/** GitHub, as far as publishers of extensions use it: releases, and the files of a repository. */
import { join } from 'node:path';
import type { Scratch } from '../scratch.ts';
import type { Host } from './internet.ts';

const FOLDER = 'github';

/** Puts a file into a release. @param repository `OWNER/REPO` */
export function putAsset(scratch: Scratch, repository: string, tag: string, name: string, content: string | Buffer) {
  scratch.put(`${FOLDER}/releases/${repository}/${tag}/${name}`, content);
}

/** Puts a file into the main branch of a repository. */
export function putFile(scratch: Scratch, repository: string, path: string, content: string): void {
  scratch.put(`${FOLDER}/raw/${repository}/main/${path}`, content);
}

/**
 * A file of a release is answered by a redirect to the store of assets, which gives ranges; what is not there by 404, at
 * github.com itself (docs.github.com, "Linking to releases"; remotes.md 9).
 */
export function github(scratch: Scratch): Host[] {
  const releases = join(scratch.path, FOLDER, 'releases');
  return [
    {
      name: 'github.com',
      rules: `root ${releases};
    location ~ ^/([^/]+)/([^/]+)/releases/download/([^/]+)/([^/]+)$ {
      set $asset /$1/$2/$3/$4;
      if (!-f ${releases}$asset) { return 404; }
      return 302 https://release-assets.githubusercontent.com$asset;
    }
    location / { return 404; }`,
    },
    { name: 'release-assets.githubusercontent.com', rules: `root ${releases};` },
    { name: 'raw.githubusercontent.com', rules: `root ${join(scratch.path, FOLDER, 'raw')};` },
  ];
}
