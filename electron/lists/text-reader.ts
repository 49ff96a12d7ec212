/** What is asked of texts that a server, a stick or a person's file gave: lists, signatures, keys, pages and manifests. */

import type { Naming } from '../../shared/images/release-name.ts';
import type { Message } from '../../shared/messages/message.ts';
import type { Release } from '../../shared/model/catalog.ts';
import type { Recipe } from '../../shared/model/recipe.ts';
import type { RecipeFault } from '../../shared/model/recipe-view.ts';
import type { Layout } from '../../shared/remotes/known-remotes.ts';
import type { Matched } from '../../shared/systemd/match-pattern.ts';

type Signal = AbortSignal | null;

/** Public keys, in armour or not, as they lie in files. */
export type Keyring = readonly (string | Buffer)[];

/** Who signed a list. */
export interface Signer {
  /** Of the key, in upper case. */
  readonly fingerprint: string;
  /** When, as it says and the key vouches for; milliseconds since 1970. Of several good signatures the newest. */
  readonly signedAt: number;
}

/** A SHA256SUMS as it came. */
export interface ListText {
  readonly list: Buffer;
  /** null where no signature is wanted. */
  readonly signed: { readonly signature: Buffer; readonly ring: Keyring } | null;
  /** Where it is from, for sentences. */
  readonly place: string;
}

/** What a list says of itself. */
export interface ListHead {
  /** null where no signature is wanted. */
  readonly signer: Signer | null;
  /** See `Checksums`. */
  readonly bestBefore: string | null;
  readonly impossibleDay: string | null;
}

export interface ListedImage {
  readonly path: string;
  /** null where nobody told it, in a folder of this machine. */
  readonly sha256: string | null;
}

/** How the names in a list are read, and where the images stand. */
export interface ListOf {
  /** Name of the remote. */
  readonly remote: string;
  readonly osRelease: Layout['osRelease'];
  /**
   * `here`: beside the list, which is of the extension `name`, or of any where that is null. `by-name`: each in a folder of
   * its extension's name, which is one of `names`; null where the remote does not tell which there are.
   */
  readonly images:
    | { readonly stand: 'here'; readonly name: Naming['name'] }
    | { readonly stand: 'by-name'; readonly names: readonly string[] | null };
}

/** A release whose folder is told from where the list is: empty, or `NAME/`. */
export interface ListedReleases {
  readonly releases: readonly Release[];
  /** How many entries are none that a remote may offer. */
  readonly refused: number;
}

/** A version that a transfer file takes from a list. */
export interface ListedVersion extends Matched {
  /** Relative to the folder. */
  readonly path: string;
  /** Of the list. */
  readonly sha256: string;
  /** Whether it is listed with two hashes, or has a name that Veneer asks no server for. */
  readonly isAmbiguous: boolean;
}

/** What systemd-sysupdate would make of a list; `refused` is why it takes none of it, `broken` why it gives up, as parts of a sentence. */
export type ListedVersions =
  | { readonly versions: readonly ListedVersion[] }
  | { readonly refused: Message }
  | { readonly broken: Message };

/** A file that an artifact of a registry has. */
export interface OciFile {
  readonly sha256: string;
  readonly size: number;
  /** What its publisher calls it; null where that is not told. */
  readonly title: string | null;
  readonly packing: Release['packing'];
}

/** What a manifest of a registry says that there is (OCI image-spec, and the manifests of docker that it was made from). */
export type OciManifest =
  /** The same thing for several machines; null where one is for no machine in particular. */
  | { readonly kind: 'index'; readonly manifests: readonly OciPlatform[] }
  /** Files of which each is an image. */
  | { readonly kind: 'files'; readonly files: readonly OciFile[] }
  /** Layers of tar, the lowest first. */
  | { readonly kind: 'layers'; readonly layers: readonly OciLayer[]; readonly config: OciBlob | null }
  /** What is no extension. */
  | { readonly kind: 'other' };

export interface OciBlob {
  readonly sha256: string;
  readonly size: number;
}

export interface OciPlatform extends OciBlob {
  /** In systemd's spelling. */
  readonly architecture: string | null;
}

export interface OciLayer extends OciBlob {
  readonly packing: 'gz' | 'zst' | null;
}

/** Where the names of folders stand. */
export type FolderNames = { readonly by: 'lines' } | { readonly by: 'links'; readonly address: string };

/**
 * Answers in its own process (`own-texts.ts`), as the command line does, or in a guarded one (`reader/local-reader.ts`), as
 * whatever answers a window must; a guarded one throws `too-large` where a text takes more than it may.
 */
export interface TextReader {
  /**
   * The images in a list, once its signature was checked where one is wanted.
   *
   * @throws {VeneerError} `not-verified`
   */
  listReleases(text: ListText, of: ListOf, signal: Signal): Promise<ListHead & ListedReleases>;
  /** The images among the files of a folder that has no list. */
  nameReleases(files: readonly ListedImage[], of: ListOf, signal: Signal): Promise<ListedReleases>;
  /**
   * The same list as systemd-sysupdate reads it.
   *
   * @param now milliseconds since 1970
   * @throws {VeneerError} `not-verified`
   */
  listVersions(
    text: ListText,
    patterns: readonly string[],
    systemdVersion: number,
    now: number,
    signal: Signal,
  ): Promise<ListHead & { readonly told: ListedVersions }>;
  /** The folders that an index page or a file tells of. */
  folderNames(text: Buffer, names: FolderNames, signal: Signal): Promise<string[]>;
  /** See `manifestFields`. */
  manifestFields(manifest: Buffer, signal: Signal): Promise<ReadonlyMap<string, string> | null>;
  /** What a page says of an extension: its first words, or those in the row of `name` where it is given. */
  pageWords(page: Buffer, name: string | null, signal: Signal): Promise<string | null>;
  /** The newest of the tags on one page of a registry's list; null where it is none. */
  ociTags(page: Buffer, signal: Signal): Promise<string[] | null>;
  /** null where it is none. */
  ociManifest(manifest: Buffer, signal: Signal): Promise<OciManifest | null>;
  /** The architecture that the configuration of a container image tells, in systemd's spelling. */
  ociArchitecture(config: Buffer, signal: Signal): Promise<string | null>;
  /** The token that a server of tokens gives. */
  ociToken(answer: Buffer, signal: Signal): Promise<string | null>;
  /** A recipe that is being written, or what is wrong with it. */
  recipe(text: string, signal: Signal): Promise<{ readonly recipe: Recipe } | { readonly fault: RecipeFault }>;
  /** See `checkKey`. */
  publicKey(key: string): Promise<string>;
}
