#!/usr/bin/env node
/** veneer COMMAND: the door for people without a screen, and what starts the window. */
import { ERROR_CODES, VeneerError } from '../../shared/errors.ts';
import { VERSION } from '../api/version.ts';
import { type Invocation, parseCommandLine } from './arguments.ts';
import { HELP } from './help.ts';
import { endWhenUnread, goOnUnread, say, tell, textOf } from './terminal.ts';

async function run(invocation: Invocation): Promise<number> {
  switch (invocation.command) {
    case 'help':
      say(HELP);
      return 0;
    case 'version':
      say(`veneer ${VERSION}`);
      return 0;
    case 'list':
    case 'status':
    case 'inspect':
      return (await import('./read.ts')).runRead(invocation);
    case 'plan':
      return (await import('./plan.ts')).runPlan(invocation);
    case 'ls':
    case 'cat':
    case 'verify':
    case 'conflicts':
      return (await import('./look.ts')).runLook(invocation);
    case 'unpack':
      return (await import('./unpack.ts')).runUnpack(invocation);
    case 'pack':
      return (await import('./pack.ts')).runPack(invocation);
    case 'search':
    case 'remote':
    case 'download':
      return (await import('./catalog.ts')).runCatalog(invocation);
    case 'update':
      goOnUnread();
      return (await import('./update.ts')).runUpdate(invocation);
    case 'follow':
    case 'unfollow':
      return (await import('./update.ts')).runFollow(invocation);
    case 'features':
      return (await import('./features.ts')).runFeatures(invocation);
    case 'next-os':
      goOnUnread();
      return (await import('./next-os.ts')).runNextOs(invocation);
    case 'enable':
    case 'disable':
    case 'merge':
    case 'unmerge':
    case 'refresh':
    case 'install':
    case 'remove':
    case 'rollback':
    case 'vacuum':
    case 'pin':
    case 'unpin':
    case 'hold':
    case 'at-boot':
    case 'workaround':
    case 'helper':
      goOnUnread();
      return (await import('./change.ts')).runChange(invocation);
    case 'serve':
      goOnUnread();
      return (await import('./serve.ts')).runServe(invocation);
    case 'open':
      goOnUnread();
      return (await import('./open.ts')).runOpen(invocation);
  }
}

/** What nobody foresaw; its stack is for a bug report. */
function unexpected(error: unknown): VeneerError {
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return new VeneerError('internal', 'Veneer met an error that it did not expect.', {
    nextStep: 'Please report it with what follows.',
    detail,
  });
}

endWhenUnread();

try {
  process.exitCode = await run(parseCommandLine(process.argv.slice(2)));
} catch (error) {
  const known = error instanceof VeneerError ? error : unexpected(error);
  const { code, message, nextStep, detail } = known.report();
  tell(`veneer: ${textOf(message)}`);
  if (nextStep !== null) tell(`  ${textOf(nextStep)}`);
  if (detail !== null && detail !== '') for (const line of detail.split('\n')) tell(`  | ${line}`);
  process.exitCode = ERROR_CODES[code].exitCode;
}
