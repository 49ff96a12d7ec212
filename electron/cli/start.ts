#!/usr/bin/env node
/** veneer COMMAND: the door for people without a screen, and what starts the window. */
import { isCompiled, loadCompiled } from './compiled.ts';

const args = process.argv.slice(2);
async function start(): Promise<void> {
  const compiled = isCompiled(args) ? loadCompiled(import.meta.dirname) : null;
  const { runCommandLine } = compiled?.commandLine ?? (await import('./main.ts'));
  await runCommandLine(args);
}

start().catch((error: unknown) => {
  // Node says it, and ends with 1: programs are missing, for one.
  queueMicrotask(() => {
    throw error;
  });
});
