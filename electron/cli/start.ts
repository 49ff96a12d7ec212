#!/usr/bin/env node
/** veneer COMMAND: the door for people without a screen, and what starts the window. */
import { loadCompiled, programFor } from './compiled.ts';

const args = process.argv.slice(2);
const { commandLine } = loadCompiled(import.meta.dirname, programFor(args));
commandLine.runCommandLine(args).catch((error: unknown) => {
  // Node says it, and ends with 1.
  queueMicrotask(() => {
    throw error;
  });
});
