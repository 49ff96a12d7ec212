#!/usr/bin/env node
/** veneer COMMAND: the door for people without a screen, and what starts the window. */
import { COMPILED_COMMANDS, loadCompiled } from './compiled.ts';

const args = process.argv.slice(2);
const compiled = COMPILED_COMMANDS.has(args[0] ?? 'help') ? loadCompiled(import.meta.dirname) : null;
const { runCommandLine } = compiled?.commandLine ?? (await import('./main.ts'));
await runCommandLine(args);
