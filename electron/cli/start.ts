#!/usr/bin/env node
/** veneer COMMAND: the door for people without a screen, and what starts the window. */
import { loadCompiled } from '../node/compiled.ts';
import { type CommandLine, programFor } from './compiled.ts';

const args = process.argv.slice(2);
const { runCommandLine } = loadCompiled<CommandLine>(import.meta.dirname, programFor(args)).exports;
runCommandLine(args).catch((error: unknown) => {
  // Node says it, and ends with 1.
  queueMicrotask(() => {
    throw error;
  });
});
