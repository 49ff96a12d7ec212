/** What is to be fetched, and what came of it: the words between the queue and the process that fetches. */

import type { PackingSuffix } from '../../shared/images/release-name.ts';
import type { ErrorReport } from '../../shared/model/errors.ts';

export interface Order {
  readonly address: string;
  /** Of the file as it is served; null where nobody told, in a folder of this machine. */
  readonly sha256: string | null;
  readonly packing: PackingSuffix | null;
  /** A folder of this download alone, in which what is not whole yet lies under names of its own. */
  readonly folder: string;
  /** The name of the whole, unpacked and verified image in the folder. */
  readonly fileName: string;
  /** Bytes that the image may have at most, served and unpacked. */
  readonly limit: number;
  readonly timeouts: DownloadTimeouts;
  /** For what a registry serves; none unless given. */
  readonly registry?: FromRegistry;
}

export interface FromRegistry {
  /** Whether `address` is that of the image, or of a manifest of layers that it is made from; see `Release`. */
  readonly what: 'blob' | 'layers';
  /** The files in which a login may be. */
  readonly files: readonly string[];
}

/** What an image that is not whole yet unpacks to, in the folder of its download. */
export const UNPACKED = 'unpacked';

/** When a server is given up. */
export interface DownloadTimeouts {
  /** Until an answer begins, and between two pieces of it. */
  readonly silenceMs: number;
  /** So many bytes have to come within `dripMs`. */
  readonly dripBytes: number;
  readonly dripMs: number;
  /** Waits between tries without progress; after the last one it fails. */
  readonly retryMs: readonly number[];
  /** The longest wait that a server may ask for. */
  readonly longestMs: number;
}

export const DOWNLOAD_TIMEOUTS: DownloadTimeouts = {
  silenceMs: 30_000,
  dripBytes: 16 * 1024,
  dripMs: 60_000,
  retryMs: [1000, 2000, 5000, 10_000, 30_000, 60_000],
  longestMs: 10 * 60_000,
};

/** A whole image. */
export interface Fetched {
  readonly path: string;
  /** Of the image itself, unpacked. */
  readonly sha256: string;
  readonly size: number;
}

export interface Progress {
  readonly received: number;
  readonly total: number | null;
  /** Set while it waits before the next try. */
  readonly problem: ErrorReport | null;
}

export type OnProgress = (progress: Progress) => void;
