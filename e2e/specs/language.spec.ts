/** The command line speaks the language of the environment, in every command, and programs get the same in every language. */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { test as base, expect } from 'playwright/test';
import { ROW_NAMES, type RowName } from '../../electron/cli/table/commands.ts';
import { DE } from '../../shared/messages/de.ts';
import { EN } from '../../shared/messages/en.ts';
import type { Template } from '../../shared/messages/template.ts';
import { openMountNamespace } from '../harness/mount-namespace.ts';
import { serveFolder } from '../harness/nginx.ts';
import { BEGIN } from '../harness/pseudo-language/qps.ts';
import { imageOf, writeSums } from '../harness/remotes.ts';
import { makeScratch, putExtension, type Scratch } from '../harness/scratch.ts';
import { runVeneer } from '../shells/server.ts';
import { addThirdLanguage, withoutMarked } from '../shells/third-language.ts';

const DISK = new URL('../fixtures/images/fixture-ddi.raw.gz', import.meta.url);

type Ran = ReturnType<typeof runVeneer>;

interface Host {
  readonly scratch: Scratch;
  readonly url: string;
  /** Runs a command in the language of these variables, on the tree. */
  veneer(env: NodeJS.ProcessEnv, ...args: string[]): Ran;
}

const GERMAN = { LC_ALL: 'de_DE.UTF-8' };
const ENGLISH = { LC_ALL: 'C.UTF-8' };

const test = base.extend<{ host: Host }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from the pattern
  host: async ({}, use) => {
    const scratch = makeScratch('language');
    const tree = join(scratch.path, 'tree');
    scratch.put('tree/usr/lib/os-release', 'ID=debian\nVERSION_ID=12\n');
    for (const [name, release] of [
      ['alpha', 'ID=_any\n'],
      ['beta', 'ID=fedora\nVERSION_ID=41\n'],
    ] as const) {
      putExtension(scratch, 'tree/var/lib/extensions', name, release, { 'usr/share/common': name });
    }
    scratch.put('tree/var/lib/extensions/page.raw', '<!DOCTYPE html><title>404</title>');
    for (const version of ['1.0', '2.0']) {
      const release = `ID=_any\nSYSEXT_VERSION_ID=${version}\n`;
      for (const folder of ['served', 'images']) {
        scratch.put(`${folder}/tool-${version}-x86-64.raw`, imageOf(scratch, { name: 'tool', release }));
      }
    }
    putExtension(scratch, 'sources', 'loose', 'ID=_any\n');
    scratch.put('ddi.raw', gunzipSync(readFileSync(DISK)));
    scratch.put('packed/tool.raw.gz', gzipSync(readFileSync(join(scratch.path, 'images/tool-1.0-x86-64.raw'))));
    writeSums(scratch, 'served');
    const web = await serveFolder(scratch, 'served');
    const namespace = await openMountNamespace();
    await use({
      scratch,
      url: web.url,
      veneer: (env, ...args) => {
        const isOfHost = !['unpack', 'build', 'publish', 'provision', 'version', 'help', 'complete', 'fleet'].includes(
          args[0] ?? '',
        );
        const host = isOfHost ? ['--root', tree, '--as-systemd', '257'] : [];
        return runVeneer(scratch, { user: 'own', args: [...args, ...host], enter: namespace.enter, env });
      },
    });
    namespace.close();
    await web.stop();
    scratch.remove();
  },
});

const formsOf = (template: Template): string[] =>
  typeof template === 'string' ? [template] : Object.values(template as Readonly<Record<string, string>>);

/** What of each English text is between its values, where it is words that the German does not have. */
const ENGLISH_WORDS: readonly string[] = Object.entries(EN as Readonly<Record<string, Template>>).flatMap(
  ([id, english]) => {
    const german = formsOf((DE.messages as Readonly<Record<string, Template>>)[id] as Template).join('\n');
    return formsOf(english)
      .flatMap((form) => form.split(/\{\w+\}/))
      .filter((words) => /[a-z]+ [a-z]+ [a-z]+/.test(words) && !german.includes(words));
  },
);

/** What was said that is English of the catalogue. Line breaks of help count as spaces. */
function englishIn({ stdout, stderr }: Ran): string[] {
  const said = `${stdout}\n${stderr}`.replaceAll(/\s+/g, ' ');
  return ENGLISH_WORDS.filter((words) => said.includes(words));
}

type Hold = (name: RowName, words: readonly string[], german: string | RegExp | null) => void;

/**
 * Every command, in an order in which each has something to say.
 *
 * @param hold is given what the command says, on stdout or stderr; null of one whose answer has no words
 */
function runEvery({ scratch, url }: Host, hold: Hold): void {
  const at = (path: string) => join(scratch.path, path);
  hold(
    'list',
    ['list'],
    /ZUSTAND[\s\S]*beta +- +sysext +passt nicht[\s\S]*! Jedes Zusammenführen von sysext scheitert: /,
  );
  hold(
    'status',
    ['status'],
    /\/usr \(sysext\): nicht zusammengeführt\nNicht zusammengeführt:\n {2}alpha: Sie passt .*\n {2}beta: Sie wurde für /,
  );
  rmSync(at('tree/var/lib/extensions/page.raw'));
  hold('inspect', ['inspect', 'alpha'], /Klasse +sysext[\s\S]*Von +nicht bekannt[\s\S]*VERSION_ID .* nicht verglichen/);
  hold('inspect', ['inspect', at('images/tool-1.0-x86-64.raw')], /Größe +[\d.]+[BK]\n/);
  hold('why', ['why', 'beta'], 'beta ist nicht zusammengeführt. Sie wurde für fedora gebaut');
  hold('versions', ['versions', 'alpha'], 'Davon ist keine Version bekannt.');
  hold('ls', ['ls', 'alpha'], null);
  hold('ls', ['ls', 'alpha', 'nowhere'], 'veneer: ');
  hold('cat', ['cat', 'alpha', 'usr/share/common'], null);
  hold('cat', ['cat', 'nobody', 'x'], 'Es gibt weder eine Datei noch eine Erweiterung namens nobody.');
  hold('verify', ['verify', at('ddi.raw')], 'Jeder Block ist, wofür sein Root-Hash steht.');
  hold('conflicts', ['conflicts'], 'Keine Datei ist an zwei Stellen.');
  hold('services', ['services'], 'Keine Erweiterung bringt einen Dienst mit.');
  hold('which', ['which', '/usr/share/common'], 'alpha');
  hold(
    'pack',
    ['pack', at('sources/loose'), at('other-1.raw')],
    'Die Release-Datei darin ist für loose, nicht für other-1',
  );
  scratch.put('made.recipe.yaml', 'name: made\nversion: "1"\ntarget: {architectures: [any]}\nsteps: [{fiel: x}]\n');
  hold('publish', ['publish', at('published'), at('packed/tool.raw.gz')], 'veneer: ');
  hold('provision', ['provision', at('sources')], 'ist nichts mit einer Adresse veröffentlicht');
  hold('lint', ['lint', at('sources/loose')], 'Daran ist nichts falsch.');
  hold('build', ['build', at('made.recipe.yaml')], 'Zeile 4, Spalte 10: es gibt kein Feld fiel. Meintest du file?');
  hold('unpack', ['unpack', at('packed/tool.raw.gz')], null);
  hold('unpack', ['unpack', at('packed/tool.raw.gz')], 'ist schon da, also wurde nichts geschrieben.');
  hold('doctor', ['doctor'], /Warnung: beta passt nicht[\s\S]*\d+ Probleme?, .* Prüfungen bestanden\./);
  hold(
    'report',
    ['report'],
    /Änderungen geschehen sofort[\s\S]*Erweiterungen:\n {2}alpha: [\s\S]* beta: passt nicht · .*gebaut/,
  );
  hold('export', ['export'], 'ist ein Ordner; sein Inhalt steht nicht hier.');
  scratch.put('host.yaml', 'veneer: 1\nextensions: [{name: nothing}, {name: b, nmae: x}]\n');
  hold('diff', ['diff', at('host.yaml')], 'Zeile 2, Spalte 41: es gibt kein Feld nmae. Meintest du name?');
  scratch.put('host.yaml', 'veneer: 1\nextensions: [{name: nothing}]\n');
  hold('diff', ['diff', at('host.yaml')], /Erweiterung +sysext +nothing +irgendeine Version +nicht installiert/);
  hold(
    'plan',
    ['plan', 'disable', 'alpha', '--now'],
    /1\. alpha deaktivieren[\s\S]*sysext vorher: {2}nichts zusammengeführt/,
  );

  hold('search', ['search', 'tool'], 'Keine Quelle ist eingeschaltet, also gibt es nichts anzusehen.');
  hold('remote list', ['remote', 'list'], /SIGNIERT[\s\S]*flatcar +aus +nein .*Betrieben vom Flatcar-Projekt\./);
  hold('remote known', ['remote', 'known'], /SIGNIERT[\s\S]*flatcar +aus +nein .*Betrieben vom Flatcar-Projekt\./);
  hold('remote add', ['remote', 'add', 'mine', url], '1 Erweiterung');
  hold('remote edit', ['remote', 'edit', 'mine', '--key', at('nothing')], /Der Schlüssel .* lässt sich nicht lesen\./);
  hold('remote disable', ['remote', 'disable', 'nobody'], 'veneer: ');
  hold('remote enable', ['remote', 'enable', 'mine'], '1 Erweiterung');
  hold('search', ['search', 'tool'], /PASST[\s\S]*tool +2\.0 +ja/);
  hold('search', ['search', 'nothing'], 'Keine Quelle hat so eine Erweiterung.');
  hold(
    'download',
    ['download', 'nothing', 'tool=1.0', '--output', at('out')],
    'Hinweis: nothing: Keine eingeschaltete',
  );

  hold('install', ['install', at('out/tool-1.0-x86-64.raw')], /erledigt +tool 1\.0 installieren/);
  hold('inspect', ['inspect', 'tool'], /Von +mine, .*, nicht signiert, installiert \w{3} [\d-]+ [\d:]+ \S+; .* von /);
  hold('update', ['update', '--check'], /NEUESTE[\s\S]*tool +1\.0 +2\.0 +ja +veneer/);
  hold('update', ['update'], /erledigt +tool 2\.0 installieren/);
  hold('update', ['update'], 'Alles ist aktuell.');
  hold('rollback', ['rollback', 'tool'], /erledigt +Version 1\.0 von tool zur aktuellen machen/);
  hold('pin', ['pin', 'tool'], /erledigt +tool auf 1\.0 festhalten/);
  hold('update', ['update'], /tool 2\.0 bleibt, wie sie ist: Sie ist auf 1\.0 festgehalten\./);
  hold('unpin', ['unpin', 'tool'], 'erledigt');
  hold('hold', ['hold', 'tool'], /erledigt +Aktualisierungen von tool anhalten/);
  scratch.put('host.yaml', 'veneer: 1\npins: [{name: tool, version: "1.0"}]\n');
  hold('apply', ['apply', at('host.yaml')], /erledigt +tool auf 1\.0 festhalten/);
  hold('apply', ['apply', at('host.yaml'), '--on', '*'], 'apply nimmt --on oder --root, nicht beide.');
  hold('vacuum', ['vacuum', 'tool', '--keep', '0'], 'erledigt');
  hold('disable', ['disable', 'alpha'], /erledigt +alpha deaktivieren/);
  hold('list', ['list'], /alpha +- +sysext +deaktiviert/);
  hold('history list', ['history'], /NR WANN +DURCH WAS\n1 .*alpha deaktiviert/);
  hold('enable', ['enable', 'alpha'], 'erledigt');
  hold('history diff', ['history', 'diff', '2'], /alpha sysext .*deaktiviert +.*beim nächsten Mal/);
  for (const verb of ['attach', 'detach', 'reattach'] as const)
    hold(`portable ${verb}`, ['portable', verb, 'nothing'], 'Es gibt kein portables Abbild nothing.');
  hold('portable list', ['portable', 'list'], 'Hier gibt es keine portablen Abbilder.');
  hold('features', ['features'], 'Nichts, was hier aktuell gehalten wird, hat optionale Funktionen.');
  hold('plan', ['plan', '--for', 'debian=13'], /DANN +FASSUNG[\s\S]*Hinweis: Das systemd jenes Systems/);
  hold('prepare', ['prepare', '--for', 'debian=13'], 'Es gibt nichts vorzubereiten.');
  hold('remove', ['remove', 'tool', '--purge'], /erledigt +tool und alle .*Versionen/);
  scratch.put('tree/var/lib/extensions/other.raw', readFileSync(at('images/tool-1.0-x86-64.raw')));
  hold('rename', ['rename', 'other', 'tool'], /erledigt +other in tool umbenennen/);
  hold('follow', ['follow', 'tool'], null);
  hold('unfollow', ['unfollow', 'nobody'], null);
  hold('remote remove', ['remote', 'remove', 'mine'], null);
  hold('fleet list', ['fleet', 'list'], /Es gibt keine Hosts\./);
  hold('fleet add', ['fleet', 'add', '127.0.0.1:1'], /1 Host gehört zur Flotte\./);
  hold('fleet read', ['fleet', 'read'], /127\.0\.0\.1:1 antwortet nicht: [\s\S]*Noch nie gelesen\./);
  hold('fleet differ', ['fleet', 'differ', '127.0.0.1:1'], '127.0.0.1:1 wurde noch nie gelesen.');
  hold('fleet plan', ['fleet', 'plan', '--for', 'debian=13'], 'Kein gelesener Host läuft mit debian');
  hold('fleet remove', ['fleet', 'remove', '127.0.0.1:1'], '1 Host entfernt.');
  // What these come to depends on who runs the test and on this machine's systemd.
  for (const name of ['merge', 'refresh', 'unmerge'] as const) hold(name, [name], null);
  for (const name of ['at-boot', 'boot-refresh', 'helper'] as const) hold(name, [name, 'off'], null);
  hold('version', ['version'], null);
  hold('help', ['help'], 'Aktuell halten (als root, oder polkit fragt):');
  // Of every other topic the unit tests of help hold it.
  hold('help', ['help', 'update'], /Aufruf: veneer update[\s\S]*Optionen:[\s\S]*Beispiele:/);

  // They wait for a browser; what is wrong with their command line they say at once.
  hold('serve', ['serve', '--port', '1', '--socket', '/x'], 'serve nimmt --port oder --socket, nicht beide.');
  hold('open', ['open', '--port', 'x'], '--port nimmt eine Zahl von 0 bis 65535.');
}

test('every command speaks German where the environment does', ({ host }) => {
  const { veneer } = host;
  expect(ENGLISH_WORDS.length).toBeGreaterThan(500);
  expect(englishIn(veneer(ENGLISH, 'features')), 'English is found where it is').toHaveLength(1);
  const spoken = new Set<RowName>();
  runEvery(host, (name, words, german) => {
    const ran = veneer(GERMAN, ...words);
    const said = ran.stdout + ran.stderr;
    if (german !== null) expect.soft(said, words.join(' ')).toMatch(german);
    expect.soft(englishIn(ran), `${words.join(' ')}\n${said}`).toEqual([]);
    spoken.add(name);
  });
  expect(ROW_NAMES.filter((name) => !spoken.has(name))).toEqual([]);
  for (const [words, german] of [
    [['lst'], 'veneer: Es gibt keinen Befehl lst.\n  Meintest du list? Siehe: veneer --help\n'],
    [['enable'], 'veneer: enable nimmt mindestens einen NAME.\n  Siehe: veneer help enable\n'],
    [['disable', 'x', '--check'], 'veneer: disable nimmt kein --check; das ist für update.\n'],
    [['merge', '--force=yes'], 'veneer: Die Option --force nimmt keinen Wert.\n'],
  ] as const) {
    const ran = veneer(GERMAN, ...words);
    expect(ran.stderr).toContain(german);
    expect(englishIn(ran)).toEqual([]);
  }
});

test('nothing that is said in words is said past the catalogue', ({ host }) => {
  const end = addThirdLanguage('--programs');
  try {
    runEvery(host, (_, words, german) => {
      const { stdout, stderr } = host.veneer({ LC_ALL: 'qps' }, ...words);
      if (german !== null) expect.soft(stdout + stderr, words.join(' ')).toContain(BEGIN);
      expect.soft(wordsOutside(`${stdout}\n${stderr}`), words.join(' ')).toEqual([]);
    });
    expect(wordsOutside(host.veneer(ENGLISH, 'features').stdout), 'words are found where they are').toHaveLength(1);
  } finally {
    end();
  }
});

/** Rows of words without a mark, but for examples and for what another program printed. */
const wordsOutside = (said: string): string[] =>
  withoutMarked(said.replaceAll(/^ *(?:\| .*|veneer [\w-]+ .*)$/gm, '')).match(/\p{L}+ \p{L}+ \p{L}+.*/gu) ?? [];

test('a program gets the same in every language', ({ host: { veneer } }) => {
  for (const words of [
    ['list', '--json'],
    ['status', '--json'],
    ['inspect', 'alpha', '--json'],
    ['plan', 'disable', 'alpha', '--now', '--json'],
    ['ls', 'alpha', '--json'],
    ['conflicts', '--json'],
    ['remote', 'list', '--json'],
    ['search', 'x', '--json'],
    ['inspect', 'nobody', '--json'],
    ['lst', '--json'],
  ]) {
    const [german, english] = [veneer(GERMAN, ...words), veneer(ENGLISH, ...words)];
    expect(english.stdout, words.join(' ')).toContain('"schema":');
    expect(german, words.join(' ')).toEqual(english);
  }
});

test('the environment chooses, as for any program, and completions are for people', ({ host: { veneer } }) => {
  const said = (env: NodeJS.ProcessEnv) => veneer(env, 'conflicts', 'x').stderr;
  const german = 'veneer: conflicts nimmt keinen Operanden.\n';
  const english = 'veneer: conflicts takes no operand.\n';
  expect(said({ LANG: 'de_AT.UTF-8@euro' })).toContain(german);
  expect(said({ LANG: 'fr_FR.UTF-8', LANGUAGE: 'fr:de' })).toContain(german);
  expect(said({ LANG: 'de_DE', LC_MESSAGES: 'en_GB.UTF-8' })).toContain(english);
  expect(said({ LANG: 'de_DE', LC_ALL: 'C' })).toContain(english);
  expect(said({ LANG: 'xx_YY' })).toContain(english);
  const choices = (env: NodeJS.ProcessEnv) => veneer(env, 'complete', 'dis').stdout;
  expect(choices(GERMAN)).toBe('disable\tErweiterungen deaktivieren: kein Zusammenführen nimmt sie auf\n:\n');
  expect(choices(ENGLISH)).toBe('disable\tleave extensions out of every merge\n:\n');
});
