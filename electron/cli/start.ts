#!/usr/bin/env node
/** veneer COMMAND: the door for people without a screen, and what starts the window. */
import { isCompiled, loadCompiled } from './compiled.ts';

const args = process.argv.slice(2);
const compiled = isCompiled(args) ? loadCompiled(import.meta.dirname) : null;
if (compiled === null) void import('./main.ts').then(({ runCommandLine }) => runCommandLine(args));
else void compiled.commandLine.runCommandLine(args);
