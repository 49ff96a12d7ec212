/** The guarded reader as it runs from the sources. */
export const GUARDED_READER = {
  program: process.execPath,
  script: new URL('../../electron/reader/child.ts', import.meta.url),
} as const;

/** One that misbehaves as the bytes tell it to. */
export const GREEDY_READER = new URL('./greedy-reader.ts', import.meta.url);

/** The process that downloads, as it runs from the sources. */
export const DOWNLOADER = {
  program: process.execPath,
  script: new URL('../../electron/downloads/downloader.ts', import.meta.url),
} as const;
