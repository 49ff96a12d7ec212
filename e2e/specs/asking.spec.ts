/** Whether the command line lets pkexec ask for a password on the terminal that it was typed in. */
import { spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'playwright/test';
import { isRoot, openMountNamespace } from '../harness/mount-namespace.ts';
import { makeScratch } from '../harness/scratch.ts';
import { makeHome, ORDINARY_USER, veneerCommand } from '../shells/server.ts';

test('pkexec asks on a terminal, unless --no-ask-password is given or there is none', async () => {
  test.skip(!isRoot, 'only root may put a stand-in over pkexec');
  const scratch = makeScratch('asking');
  const namespace = await openMountNamespace();
  try {
    const seen = join(scratch.path, 'seen');
    mkdirSync(seen, { mode: 0o700 });
    chownSync(seen, ORDINARY_USER, ORDINARY_USER);
    // As pkexec ends where the question was dismissed (pkexec(1)).
    scratch.put('pkexec', `#!/bin/sh\nprintf '%s\\n' "$@" > ${seen}/words\nexit 126\n`, 0o755);
    expect(namespace.run('mount', '--bind', join(scratch.path, 'pkexec'), '/usr/bin/pkexec').status).toBe(0);
    expect(namespace.run('mkdir', '-p', '/run/extensions/app/usr/lib/extension-release.d').status).toBe(0);
    const env = makeHome(scratch, 'ordinary');
    const askedWith = (onTerminal: boolean, ...more: string[]) => {
      const command = veneerCommand('ordinary', ['disable', 'app', '--yes', ...more]);
      const [program = '', ...args] = [
        ...namespace.enter,
        // It gives the command a terminal of its own.
        ...(onTerminal ? ['script', '--quiet', '--return', '--command', command.join(' '), '/dev/null'] : command),
      ];
      const { status, stdout, stderr } = spawnSync(program, args, { env, cwd: '/', input: '', encoding: 'utf8' });
      expect(status, `${stdout}${stderr}`).not.toBe(0);
      const words = join(seen, 'words');
      expect(existsSync(words), `${stdout}${stderr}`).toBe(true);
      return readFileSync(words, 'utf8').split('\n');
    };
    expect(askedWith(true)).not.toContain('--disable-internal-agent');
    expect(askedWith(true, '--no-ask-password')).toContain('--disable-internal-agent');
    expect(askedWith(false)).toContain('--disable-internal-agent');
  } finally {
    namespace.close();
    scratch.remove();
  }
});
