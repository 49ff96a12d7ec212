/** The guarded process is compiled when it is built: one is started for every host that is read, and for every window three. */
import type { CompiledProgram } from '../node/compiled.ts';

export const READER: CompiledProgram = { program: 'guarded.cjs', cache: 'guarded.cache' };
