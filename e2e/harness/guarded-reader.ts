/** The guarded processes of the sources. */
import { programFile } from './program-files.ts';

/** The guarded reader. */
export const GUARDED_READER = { program: process.execPath, script: programFile('guarded-reader') } as const;

/** One that misbehaves as the bytes tell it to. */
export const GREEDY_READER = programFile('greedy-reader');

/** The process that downloads. */
export const DOWNLOADER = { program: process.execPath, script: programFile('downloader') } as const;

/** The process that builds. */
export const BUILDER = { program: process.execPath, script: programFile('builder') } as const;
