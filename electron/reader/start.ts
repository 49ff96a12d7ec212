/** Starts the guarded process from what was compiled of it. */
import { loadCompiled } from '../node/compiled.ts';
import { READER } from './compiled.ts';

loadCompiled(import.meta.dirname, READER);
