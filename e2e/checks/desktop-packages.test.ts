/**
 * The .deb, .rpm and AppImage with the desktop window, made by electron-builder to the end. Electron's binary, fpm and the
 * AppImage's runtime cannot be had here and are stand-ins: a program of nothing with the fuse wire behind, a script that writes
 * down how fpm is called, and 4 KiB of zeros.
 */
import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findPackages } from '../harness/packages.ts';
import { run } from '../harness/programs.ts';
import { makeScratch, type Scratch } from '../harness/scratch.ts';

const project = fileURLToPath(new URL('../..', import.meta.url));
const RUNTIME_BYTES = 4096;

let scratch: Scratch;
const at = (...parts: string[]) => join(scratch.path, ...parts);
beforeAll(() => {
  scratch = makeScratch('desktop-packages');
  makeStandIns();
  const { tree } = findPackages(scratch);
  const script = `import { makeDesktop } from ${JSON.stringify(join(project, 'assets/packaging/desktop.mjs'))};
    makeDesktop(...process.argv.slice(1));`;
  run('env', [
    `RECORD=${at('record')}`,
    `CUSTOM_FPM_PATH=${at('fpm')}`,
    `APPIMAGE_TOOLS_PATH=${at('tools')}`,
    process.execPath,
    '--input-type=module',
    '--eval',
    script,
    tree,
    at('out'),
    at('config.cjs'),
  ]);
}, 600_000);
afterAll(() => scratch.remove());

function makeStandIns(): void {
  for (const folder of [
    'electron/locales',
    'electron/resources',
    'tools/runtimes',
    `tools/lib/${process.arch}`,
    'record',
    'out',
  ])
    mkdirSync(at(folder), { recursive: true });
  const files = [
    ...['LICENSE', 'LICENSES.chromium.html', 'chrome_100_percent.pak', 'chrome_200_percent.pak', 'resources.pak'],
    ...['icudtl.dat', 'snapshot_blob.bin', 'v8_context_snapshot.bin', 'libEGL.so', 'libGLESv2.so', 'libffmpeg.so'],
    ...[
      'libvk_swiftshader.so',
      'libvulkan.so.1',
      'vk_swiftshader_icd.json',
      'locales/en-US.pak',
      'locales/de.pak',
      'locales/fr.pak',
    ],
  ];
  for (const file of files) writeFileSync(at('electron', file), 'x');
  const { version } = createRequire(import.meta.url)('electron/package.json') as { version: string };
  writeFileSync(at('electron/version'), version);
  for (const program of ['electron', 'chrome-sandbox', 'chrome_crashpad_handler'])
    cpSync('/bin/true', at('electron', program), { dereference: true });
  // The fuse wire (@electron/fuses): its sentinel, version 1, and nine fuses that all stand as Electron ships them.
  const wire = Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX\x01\x09101001011', 'latin1');
  writeFileSync(at('electron/electron'), Buffer.concat([readFileSync('/bin/true'), wire, Buffer.alloc(32)]));
  writeFileSync(
    at('fpm'),
    `#!/bin/bash
printf '%s\\n' "$@" >"$RECORD/args.$$"
while [ $# -gt 0 ]; do
  case $1 in
    --package) touch "$2" ;;
    --after-install) cp "$2" "$RECORD/postinst.$$" ;;
    *.desktop=*) cp "\${1%%=*}" "$RECORD/desktop.$$" ;;
  esac
  shift
done
`,
  );
  chmodSync(at('fpm'), 0o755);
  writeFileSync(at(`tools/runtimes/runtime-${process.arch}`), Buffer.alloc(RUNTIME_BYTES));
  symlinkSync(run('sh', ['-c', 'command -v mksquashfs']).trim(), at('tools/mksquashfs'));
  symlinkSync(run('sh', ['-c', 'command -v desktop-file-validate']).trim(), at('tools/desktop-file-validate'));
  writeFileSync(
    at('config.cjs'),
    `const config = require(${JSON.stringify(join(project, 'assets/packaging/electron-builder.cjs'))});
module.exports = { ...config, electronDist: ${JSON.stringify(at('electron'))} };`,
  );
}

const recorded = (start: string) =>
  readdirSync(at('record'))
    .filter((name) => name.startsWith(start))
    .map((name) => readFileSync(at('record', name), 'utf8'));

test('the .deb and the .rpm hold the staged tree and the window, each path once', () => {
  const calls = recorded('args.').map((one) => one.trim().split('\n'));
  expect(calls.map((args) => args[args.indexOf('-t') + 1]).sort()).toEqual(['deb', 'rpm']);
  for (const args of calls) {
    expect(args).toContainEqual(expect.stringMatching(/with-desktop\/usr=\/$/));
    expect(args).toContainEqual(expect.stringMatching(/linux-unpacked\/=\/opt\/Veneer$/));
    const targets = args.filter((one) => /^\/.*=\//.test(one)).map((one) => one.split('=')[1]);
    expect(new Set(targets).size, targets.join('\n')).toBe(targets.length);
  }
});

test('they need what Electron links to, under the names that each distribution has for it', () => {
  const calls = recorded('args.').map((one) => one.trim().split('\n'));
  const needed = (kind: string) => {
    const args = calls.find((one) => one[one.indexOf('-t') + 1] === kind) ?? [];
    return args.flatMap((one, at) => (one === '-d' || one === '--depends' ? [args[at + 1]] : []));
  };
  expect(needed('deb')).toEqual(
    expect.arrayContaining(['libasound2t64 | libasound2', 'libcups2t64 | libcups2', 'libgbm1', 'libdbus-1-3']),
  );
  expect(needed('rpm')).toEqual(
    expect.arrayContaining(['(alsa-lib or libasound2)', '(cups-libs or libcups2)', '(mesa-libgbm or libgbm1)']),
  );
  expect(readdirSync(at('out/linux-unpacked/locales')).sort()).toEqual(['de.pak', 'en-US.pak']);
});

test.skipIf(process.getuid?.() !== 0)(
  'chrome-sandbox is a program of root where users have no namespaces, though root has them',
  () => {
    const scripts = recorded('postinst.');
    expect(scripts).toHaveLength(2);
    mkdirSync(at('bin'));
    // As with kernel.unprivileged_userns_clone=0, which only Debian's own kernels have.
    writeFileSync(at('bin/unshare'), '#!/bin/sh\n[ "$ALLOWED" = yes ] || [ "$(id -u)" = 0 ]\n', { mode: 0o755 });
    // Nobody shall find it.
    chmodSync(scratch.path, 0o755);
    for (const script of scripts) {
      const [asked = ''] = /^if ! \{.*?^fi$/ms.exec(script) ?? [];
      expect(asked).toContain("'/opt/Veneer/chrome-sandbox'");
      const sandbox = at('chrome-sandbox');
      const modeWhere = (allowed: 'yes' | 'no') => {
        writeFileSync(sandbox, '');
        const lines = asked.replaceAll('/opt/Veneer/chrome-sandbox', sandbox);
        run('env', [`PATH=${at('bin')}:${process.env['PATH']}`, `ALLOWED=${allowed}`, 'bash', '-c', lines]);
        return statSync(sandbox).mode & 0o7777;
      };
      expect(modeWhere('no')).toBe(0o4755);
      expect(modeWhere('yes')).toBe(0o755);
    }
  },
);

test('their desktop entry starts the window with the files that were chosen, and is what a checker wants', () => {
  const entries = recorded('desktop.');
  expect(entries).toHaveLength(2);
  for (const entry of entries) {
    expect(entry).toContain('Exec=/opt/Veneer/veneer-desktop -- %F\n');
    expect(entry).toContain('Icon=org.veneer.Veneer\n');
    expect(entry).toContain('GenericName[de]=Verwaltung von Systemerweiterungen\n');
    expect(entry).not.toContain('--no-sandbox');
    writeFileSync(at('org.veneer.Veneer.desktop'), entry);
    run('desktop-file-validate', [at('org.veneer.Veneer.desktop')]);
  }
});

test('the binary has every fuse that opens a door off, and the archive has the programs of the window', () => {
  const binary = readFileSync(at('out/linux-unpacked/veneer-desktop'), 'latin1');
  const wire = binary.slice(binary.indexOf('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX') + 32);
  expect(wire.slice(2, 11)).toBe('010001001');
  const archive = readFileSync(at('out/linux-unpacked/resources/app.asar'), 'latin1').slice(0, 65_536);
  for (const file of ['main.js', 'preload.cjs', 'index.html']) expect(archive).toContain(`"${file}":`);
});

test('the AppImage keeps the sandbox, and has node, helper and programs of its own', () => {
  const image = readdirSync(at('out')).find((name) => name.endsWith('.AppImage')) ?? '';
  run('unsquashfs', [
    '-quiet',
    '-no-progress',
    '-offset',
    String(RUNTIME_BYTES),
    '-dest',
    at('inside'),
    at('out', image),
  ]);
  const entry = readFileSync(at('inside/org.veneer.Veneer.desktop'), 'utf8');
  expect(entry).toContain('Exec=AppRun -- %U\n');
  expect(entry).not.toContain('--no-sandbox');
  for (const file of ['node', 'dist/cli.cjs', 'dist/helper.cjs'])
    expect(readdirSync(at('inside/resources/veneer', file, '..')), file).toContain(file.split('/').at(-1));
  expect(readFileSync(at('inside/resources/veneer/dist/helper.cjs'), 'utf8')).toContain('veneer-helper-protocol-');
  run('appstreamcli', ['validate', '--no-net', at('inside/usr/share/metainfo/org.veneer.Veneer.metainfo.xml')]);
  const [doc, given] = [at('inside/usr/share/doc/veneer'), readFileSync(join(project, 'LICENSE'), 'utf8')];
  expect(readdirSync(doc).sort()).toEqual(['LICENSE', 'third-party-licenses.txt.gz', 'veneer.cdx.json']);
  expect(readFileSync(join(doc, 'LICENSE'), 'utf8')).toBe(given);
});

test('electron-builder takes its configuration, and every fuse that opens a door is off', async () => {
  const require = createRequire(import.meta.url);
  process.env['VENEER_STAGE'] = at('out');
  const config = require('../../assets/packaging/electron-builder.cjs');
  // Its own check, which it runs before it does anything.
  const inside = createRequire(require.resolve('electron-builder'));
  const { validateConfiguration } = inside('app-builder-lib/out/util/config/config');
  await validateConfiguration(config, { isEnabled: false });
  await expect(validateConfiguration({ ...config, nonsense: true }, { isEnabled: false })).rejects.toThrow('nonsense');
  expect(config.electronFuses).toMatchObject({
    runAsNode: false,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    grantFileProtocolExtraPrivileges: false,
    loadBrowserProcessSpecificV8Snapshot: false,
    onlyLoadAppFromAsar: true,
    enableCookieEncryption: true,
  });
});
