/**
 * Text that is longer than the terminal, in a pager, as systemd's tools show it: the program of $SYSTEMD_PAGER or $PAGER, else
 * less or more, with systemd's options. Never where stdout is no terminal.
 */
import { parseBoolean } from '../../shared/systemd/boolean.ts';
import { startProgram } from '../node/long-program.ts';
import { terminalSize } from './manner.ts';
import { onPath } from './on-path.ts';
import { widthOf } from './text-width.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** systemd(1): exit where all fits, colours, long lines chopped, no clearing, on Ctrl-C, say where it is. */
const LESS = 'FRSXMK';

/** What is tried in turn where nobody says; the same in systemd. */
const USUAL = ['pager', 'less', 'more'];

/** Under sudo a pager is told to start no other program, and only less listens to that; $SYSTEMD_PAGERSECURE decides otherwise. */
const isSecure = (env: Environment): boolean =>
  parseBoolean(env['SYSTEMD_PAGERSECURE'] ?? '') ?? env['SUDO_UID'] !== undefined;

/** The command lines of pagers to try; none where the person wants none. An empty variable and `cat` say so. */
export function pagersOf(env: Environment): readonly string[] {
  const wanted = env['SYSTEMD_PAGER'] ?? env['PAGER'];
  if (wanted === undefined) return isSecure(env) ? ['less'] : USUAL;
  if (wanted === '' || wanted === 'cat') return [];
  return isSecure(env) ? ['less'] : [wanted];
}

/** What a pager finds in its environment. */
export function pagerEnvironment(env: Environment): NodeJS.ProcessEnv {
  return {
    ...env,
    LESS: env['SYSTEMD_LESS'] ?? LESS,
    LESSCHARSET: env['SYSTEMD_LESSCHARSET'] ?? 'utf-8',
    ...(isSecure(env) ? { LESSSECURE: '1' } : {}),
  };
}

/** Whether it takes more lines of the terminal than there are, one being left for the prompt. */
export function isLong(text: string): boolean {
  const { columns, lines } = terminalSize();
  const taken = text
    .replace(/\n$/, '')
    .split('\n')
    .reduce((sum, line) => sum + Math.max(1, Math.ceil(widthOf(line) / columns)), 0);
  return taken >= lines;
}

/**
 * Shows a text in a pager where there is one.
 *
 * @param safe without anything that acts on a terminal but our colours
 * @returns whether it was shown
 */
export async function showInPager(safe: string, env: Environment = process.env): Promise<boolean> {
  for (const command of pagersOf(env)) if (await isShownBy(command, safe, env)) return true;
  return false;
}

function isShownBy(command: string, text: string, env: Environment): Promise<boolean> {
  return new Promise((settle) => {
    const [name = '', ...args] = command.split(' ').filter((word) => word !== '');
    const program = name.includes('/') ? name : onPath(name);
    if (program === null) return settle(false);
    const pager = startProgram(program, args, {
      stdio: ['pipe', 'inherit', 'inherit'],
      env: pagerEnvironment(env),
      cwd: process.cwd(),
    });
    const ignored = () => {};
    // Ctrl-C is for the pager, which stays; who has seen enough leaves it, and then nobody reads the rest.
    process.on('SIGINT', ignored);
    pager.stdin?.on('error', ignored);
    const end = (shown: boolean) => {
      process.off('SIGINT', ignored);
      settle(shown);
    };
    pager.once('error', () => end(false));
    pager.once('close', (code) => end(code !== 127));
    pager.stdin?.end(text);
  });
}
