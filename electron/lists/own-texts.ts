/** Reads texts in this process: for the command line, and for the guarded process itself. */
import { parseChecksums } from '../../shared/remotes/checksums.ts';
import { folderLines, folderLinks } from './folder-names.ts';
import { manifestFields } from './manifest-fields.ts';
import { ociArchitecture, ociManifest, ociTags, ociToken } from './oci.ts';
import { releasesIn } from './releases.ts';
import { checkKey, verifySignature } from './signature.ts';
import type { ListHead, ListText, TextReader } from './text-reader.ts';
import { versionsIn } from './versions.ts';
import { firstWords, inTable } from './words.ts';

/** A list whose signature is good, a character a byte: what is no ASCII in it is read in two ways. */
async function readList({ list, signed, place }: ListText) {
  const signer = signed === null ? null : await verifySignature(list, signed.signature, signed.ring, place);
  const text = list.toString('latin1');
  const checksums = parseChecksums(text);
  const { bestBefore, impossibleDay } = checksums;
  return { text, checksums, head: { signer, bestBefore, impossibleDay } satisfies ListHead };
}

export const ownTexts: TextReader = {
  async listReleases(given, of) {
    const { checksums, head } = await readList(given);
    const { releases, refused } = releasesIn(checksums.files, of, head.signer?.fingerprint ?? null);
    return { ...head, releases, refused: refused + checksums.refusedCount };
  },
  nameReleases: async (files, of) => releasesIn(files, of, null),
  async listVersions(given, patterns, systemdVersion, now) {
    const { text, checksums, head } = await readList(given);
    return { ...head, told: versionsIn(text, checksums, patterns, systemdVersion, now) };
  },
  folderNames: async (text, names) =>
    names.by === 'lines' ? folderLines(text.toString('utf8')) : folderLinks(text.toString('utf8'), names.address),
  manifestFields: async (manifest) => manifestFields(manifest),
  pageWords: async (page, name) =>
    name === null ? firstWords(page.toString('utf8')) : inTable(page.toString('utf8'), name),
  ociTags: async (page) => ociTags(page),
  ociManifest: async (manifest) => ociManifest(manifest),
  ociArchitecture: async (config) => ociArchitecture(config),
  ociToken: async (answer) => ociToken(answer),
  // What it is read with is loaded where one is.
  recipe: async (text) => (await import('./recipe.ts')).recipeIn(text),
  publicKey: checkKey,
};
