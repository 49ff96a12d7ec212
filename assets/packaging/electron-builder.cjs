/**
 * What electron-builder makes: .deb and .rpm over the staged tree, AppImage with that tree inside. `VENEER_STAGE` is the
 * tree, `VENEER_TARGET` either `packages` or `AppImage`, `VENEER_AFTER_INSTALL` the script that runs as root after an install.
 */
const { readFileSync } = require('node:fs');
const { join } = require('node:path');

const stage = process.env.VENEER_STAGE ?? '';
const afterInstall = process.env.VENEER_AFTER_INSTALL;
const isAppImage = process.env.VENEER_TARGET === 'AppImage';

/** The desktop entry of the other packages, but for how it is started, which electron-builder writes. */
const entry = Object.fromEntries(
  readFileSync(join(__dirname, 'org.veneer.Veneer.desktop'), 'utf8')
    .split('\n')
    .map((line) => line.split(/=(.*)/s))
    .filter(([key, value]) => value !== undefined && !['Type', 'Exec', 'Terminal'].includes(key)),
);

/** Electron's window finds node, helper and the reader outside of its archive (electron/api/paths.ts). */
const tree = [`${join(stage, 'usr')}=/`];

/** What a software centre reads of it, and whose it is; it has no address to update from, so that it names none. */
const inAppImage = {
  extraResources: [{ from: join(stage, 'usr/lib/veneer'), to: 'veneer' }],
  extraFiles: [
    { from: join(stage, 'usr/share/metainfo'), to: 'usr/share/metainfo' },
    {
      from: join(stage, 'usr/share/doc/veneer'),
      to: 'usr/share/doc/veneer',
      filter: ['LICENSE', 'third-party-licenses.txt.gz', 'veneer.cdx.json'],
    },
  ],
};

/** What Electron links to, as it is called before and after Debian's change of time_t, and in Fedora and openSUSE. */
const LIBRARIES_OF_DEBIAN = [
  ...['libgtk-3-0t64 | libgtk-3-0', 'libatspi2.0-0t64 | libatspi2.0-0', 'libasound2t64 | libasound2'],
  ...['libcups2t64 | libcups2', 'libdbus-1-3', 'libgbm1', 'libnss3', 'libstdc++6'],
];
const LIBRARIES_OF_RPM = [
  ...['(gtk3 or libgtk-3-0)', 'at-spi2-core', '(alsa-lib or libasound2)', '(cups-libs or libcups2)'],
  ...['(dbus-libs or libdbus-1-3)', '(mesa-libgbm or libgbm1)', '(nss or mozilla-nss)'],
];

/** @type {import('electron-builder').Configuration} */
module.exports = {
  appId: 'org.veneer.Veneer',
  productName: 'Veneer',
  copyright: 'MIT licence',
  directories: { output: process.env.VENEER_OUT ?? 'out', buildResources: 'assets/icons' },
  // The programs are bundled; no module is needed beside them.
  files: ['dist/**', 'package.json', '!node_modules/**'],
  asar: true,
  // With a runtime of its own, so that no libfuse2 has to be there, and with the sandbox on.
  toolsets: { appimage: '1.0.3' },
  npmRebuild: false,
  // Whatever could make the binary run other code than ours is off. RunAsNode too: the helper and the command line run on
  // the Node that the package ships, which root owns.
  electronFuses: {
    runAsNode: false,
    enableCookieEncryption: true,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableEmbeddedAsarIntegrityValidation: false,
    onlyLoadAppFromAsar: true,
    loadBrowserProcessSpecificV8Snapshot: false,
    grantFileProtocolExtraPrivileges: false,
  },
  // The languages that Veneer speaks.
  electronLanguages: ['en-US', 'de'],
  ...(isAppImage ? inAppImage : {}),
  linux: {
    target: isAppImage ? ['AppImage'] : ['deb', 'rpm'],
    executableName: 'veneer-desktop',
    category: 'System',
    synopsis: 'See, understand and toggle systemd system extensions',
    maintainer: 'The Veneer developers <developers@veneer.org>',
    vendor: 'Veneer',
    icon: 'assets/icons/veneer-512.png',
    syncDesktopName: true,
    // What follows is files, whatever they are called. An AppImage has its own "%U" behind.
    executableArgs: isAppImage ? ['--'] : ['--', '%F'],
    desktop: { entry },
  },
  deb: {
    packageName: 'veneer',
    afterInstall,
    depends: LIBRARIES_OF_DEBIAN,
    recommends: ['attr', 'pkexec', 'polkitd'],
    fpm: [
      ...['veneer-headless', 'veneer-headless-slim'].flatMap((one) => [`--conflicts=${one}`, `--replaces=${one}`]),
      ...tree,
    ],
  },
  rpm: {
    packageName: 'veneer',
    afterInstall,
    depends: [...LIBRARIES_OF_RPM, 'polkit'],
    fpm: tree,
  },
};
