import fc from 'fast-check';
import { expect, test } from 'vitest';
import { VeneerError } from '../../shared/model/errors.ts';
import { parseCommandLine, wantsJson } from './arguments.ts';
import { helpText } from './help.ts';
import { COMMANDS, ROW_NAMES, rowOf } from './table/commands.ts';
import { OPTIONS, type OptionName, optionOf } from './table/options.ts';

test('reads options around the command', () => {
  expect(
    parseCommandLine(['--json', 'list', '--root', '/srv/tree/', '--as-systemd=262', '--class', 'confext']),
  ).toMatchObject({
    command: 'list',
    json: true,
    root: '/srv/tree',
    asSystemd: 262,
    class: 'confext',
  });
  expect(parseCommandLine([]).command, 'the overview, as of systemctl').toBe('status');
  expect(parseCommandLine(['follow', 'k', '--version', 'v1.*'])).toMatchObject({ command: 'follow', named: 'v1.*' });
  expect(parseCommandLine(['--root', '/t', 'follow', 'k', '--version=v1.*'])).toMatchObject({ named: 'v1.*' });
  expect(parseCommandLine(['list', '--version']).command).toBe('version');
});

test.each([
  [['-M', 'box', 'list'], '-M'],
  [['list', '--machine=box'], '--machine'],
  [['-Mserver', 'status'], '-M'],
  [['list', '--machine', 'server'], '--machine'],
])('of %j it is said why Veneer does not take it, and what does it', (args, option) => {
  expect(() => parseCommandLine(args)).toThrowError(
    expect.objectContaining({
      code: 'unsupported',
      message: expect.stringMatching(`^Veneer does not take ${option}\\. .+\\.$`),
      nextStep: expect.anything(),
    }),
  );
});

test('a merge takes what systemd-sysext takes for one, as it reads it', () => {
  const optionsOf = (...args: string[]) => parseCommandLine(args).mergeOptions;
  expect(optionsOf('merge')).toBeNull();
  expect(optionsOf('merge', '--noexec=T', '--no-reload', '--image-policy=-')).toEqual({
    ...{ noexec: true, imagePolicy: '-', noReload: true, alwaysRefresh: null },
  });
  expect(optionsOf('plan', 'refresh', '--always-refresh=off', '--class=confext')).toMatchObject({
    alwaysRefresh: false,
  });
  expect(optionsOf('unmerge', '--no-reload')).toMatchObject({ noReload: true });
});

test('is asked for a password unless told otherwise', () => {
  expect(parseCommandLine(['merge']).askPassword).toBe(true);
  expect(parseCommandLine(['merge', '--no-ask-password']).askPassword).toBe(false);
  expect(parseCommandLine(['plan', 'merge', '--no-ask-password']).askPassword).toBe(false);
  expect(() => parseCommandLine(['list', '--no-ask-password'])).toThrowError(/--no-ask-password/);
});

test.each([
  [['frobnicate']],
  [['list', 'x']],
  [['list', '--frobnicate']],
  [['enable']],
  [['inspect']],
  [['inspect', 'a', 'b']],
  [['list', '--as-systemd', 'new']],
  [['list', '--as-systemd', '247']],
  [['list', '--class', 'portable']],
  [['serve', '--port', '65536']],
  [['list', '--root', '']],
  [['merge', '--noexec=maybe']],
  [['merge', '--image-policy=root']],
  [['merge', '--image-policy=']],
  [['merge', '--always-refresh=no']],
  [['unmerge', '--noexec=yes']],
  [['enable', 'a', '--now', '--noexec=yes']],
])('refuses %j', (args) => {
  expect(() => parseCommandLine(args)).toThrowError(expect.objectContaining({ code: 'invalid-input' }));
});

const sample = (name: OptionName) =>
  ({
    class: 'confext',
    mutable: 'auto',
    compression: 'zstd',
    for: 'debian=13',
    'as-systemd': '257',
    'image-policy': '*',
  })[name as string] ?? '1';

/** A command line that the row takes. */
const lineOf = (name: (typeof ROW_NAMES)[number]) => {
  const { operands } = rowOf(name);
  const words = operands.completes[0];
  const one = Array.isArray(words) && words.length > 0 ? words[0] : 'x';
  return [...name.split(' '), ...Array<string>(operands.least).fill(one)];
};

test('every command takes the options of its row, and refuses each other one by its name', () => {
  for (const name of ROW_NAMES) {
    for (const option of Object.keys(OPTIONS) as OptionName[]) {
      if (option === 'help' || option === 'version') continue;
      const value = option === 'format' ? rowOf(name).formats?.[0] : undefined;
      const given = [`--${option}`, ...(optionOf(option).type === 'string' ? [value ?? sample(option)] : [])];
      const parse = () => parseCommandLine([...lineOf(name), ...given]);
      const isRefresh = name === 'plan' && rowOf('refresh').options.includes(option);
      // These stand beside another one.
      if (name === 'plan' && option === 'remote') continue;
      if (option === 'inventory') continue;
      const isUpdateFrom = name === 'update' && option === 'remote';
      if ((rowOf(name).options.includes(option) || isRefresh) && !isUpdateFrom) {
        expect(parse, `${name} --${option}`).not.toThrow();
      } else if (!isUpdateFrom) {
        expect(parse, `${name} --${option}`).toThrowError(expect.objectContaining({ code: 'invalid-input' }));
      }
    }
  }
});

test.each([
  [['disable', 'docker', '--check'], 'disable takes no --check; it is for update.', 'See: veneer help disable'],
  [
    ['plan', 'disable', 'x', '--keep=1'],
    'plan disable takes no --keep; it is for publish, install, vacuum, update, follow.',
    'See: veneer help disable',
  ],
  [['list', '--root', '/a', '--root', '/b'], '--root is given more than once.', 'See: veneer --help'],
  [['next-os'], 'There is no command next-os.', 'Did you mean plan --for next? See: veneer --help'],
  [
    ['plan', 'merge', '--for=next'],
    'plan --for judges every extension, and takes no COMMAND.',
    'See: veneer help plan',
  ],
  [['plan', 'merge', '--remote=x'], '--remote goes with --for.', 'See: veneer help plan'],
  [['lst'], 'There is no command lst.', 'Did you mean list? See: veneer --help'],
  [
    ['remote', 'enabel', 'x'],
    'remote takes one of list, known, add, edit, enable, disable, remove.',
    'Did you mean enable? See: veneer --help',
  ],
  [['list', '--jsno'], 'There is no option --jsno.', 'Did you mean --json? See: veneer --help'],
  [['report', '--format=pdf'], '--format takes one of text, csv, markdown, html.', 'See: veneer help report'],
  [['list', '--json=long'], '--json takes one of pretty, short, off.', 'See: veneer --help'],
  [['merge', '--force=yes'], "Option '--force' does not take an argument.", 'See: veneer --help'],
  [['serve', '--port', '1', '--socket', '/x'], 'serve takes --port or --socket, not both.', 'See: veneer help serve'],
])('says of %j what is wrong and where to look', (args, message, nextStep) => {
  expect(() => parseCommandLine(args)).toThrowError(expect.objectContaining({ message, nextStep }));
});

test('help is of the command that is named, fits a terminal, and knows every command', () => {
  expect(parseCommandLine(['enable', 'docker', '--help'])).toMatchObject({ command: 'help', operands: ['enable'] });
  expect(parseCommandLine(['remote', 'add', '-h'])).toMatchObject({ operands: ['remote', 'add'] });
  const texts = ['', 'exit-codes', ...ROW_NAMES, ...COMMANDS].map((topic) =>
    helpText(topic.split(' ').filter(Boolean)),
  );
  for (const line of texts.join('').split('\n')) expect(line.length, line).toBeLessThanOrEqual(80);
  for (const name of ROW_NAMES) {
    expect(texts[0], name).toContain(`\n  ${name} `);
    const own = helpText(name.split(' '));
    for (const option of rowOf(name).options) expect(own, name).toContain(`--${option}`);
    for (const { run } of rowOf(name).examples) {
      // Of every example it is known that it is understood.
      const words = run.replaceAll("'", '').split(' ');
      expect(() => parseCommandLine(words.slice(1)), run).not.toThrow();
    }
  }
  expect(() => helpText(['lst'])).toThrowError(expect.objectContaining({ nextStep: 'Did you mean list?' }));
});

test('an empty word, and stdin in place of a file, are refused by name', () => {
  const empty = 'One of the words is empty: perhaps a variable of the shell is.';
  for (const args of [
    ['enable', ''],
    ['plan', 'disable', ''],
    ['remote', 'remove', ''],
    ['inspect', ''],
  ])
    expect(() => parseCommandLine(args), args.join(' ')).toThrowError(
      expect.objectContaining({ code: 'invalid-input', message: empty }),
    );
  for (const args of [
    ['install', '-'],
    ['ls', '-'],
    ['cat', '-', 'usr/x'],
    ['unpack', '-', 'x.raw'],
  ])
    expect(() => parseCommandLine(args), args.join(' ')).toThrowError(
      expect.objectContaining({ message: 'Veneer does not read an image from stdin: name a file.' }),
    );
  expect(parseCommandLine(['ls', './-'])).toMatchObject({ operands: ['./-'] });
});

test('whether JSON is wanted is known of a command line that cannot be read', () => {
  expect(wantsJson(['list', '--frobnicate', '--json'])).toBe(true);
  expect(wantsJson(['cat', '--', '--json'])).toBe(false);
});

test('refuses or understands any words', () => {
  const word = fc.oneof(fc.string(), fc.constantFrom('list', 'enable', '--json', '--root', '--port=1', '-h', '--'));
  fc.assert(
    fc.property(fc.array(word), (args) => {
      try {
        expect(parseCommandLine(args).command).toBeTypeOf('string');
      } catch (error) {
        expect(error).toBeInstanceOf(VeneerError);
      }
    }),
  );
});
