/** German of what several rooms say. */
import type { EN_COMMON } from '../en/common.ts';
import type { Translation } from '../template.ts';

export const DE_COMMON = {
  'common.agree-to-moving-it-aside-it':
    'Stimme zu, dass es beiseite gelegt wird; es bleibt erhalten und kommt beim Einschalten zurück.',
  'common.and': '{names} und {last}',
  'common.and-more': '{names} und {count} weitere',
  'common.cannot-be-read': '{path} lässt sich nicht lesen.',
  'common.cannot-be-version-of-in-its':
    '{version} kann in seinem .v-Ordner keine Version von {name} sein: systemd fände sie nicht.',
  'common.confext-needs-systemd-254-or-newer': 'confext braucht systemd 254 oder neuer.',
  'common.connection-to-was-cut': 'Die Verbindung zu {host} ist abgebrochen.',
  'common.free-some-room-and-try-again': 'Schaffe Platz und versuche es noch einmal.',
  'common.free-some-room-for-example-by':
    'Schaffe Platz, zum Beispiel indem du alte Versionen entfernst, und versuche es noch einmal.',
  'common.in-newest-counts-for-every-os': 'In {path} nimmt systemd für jedes System die neueste.',
  'common.install-it-by-version-first': 'Installiere sie zuerst nach Version.',
  'common.is-neither-file-nor-folder-nor': '{path} ist weder Datei noch Ordner noch Blockgerät.',
  'common.is-os-that-runs': '{os} ist das System, das läuft.',
  'common.is-too-slow': '{host} ist zu langsam.',
  'common.it-fits-but-every-merge-fails': 'Sie passt, aber jedes Zusammenführen scheitert: {failure}',
  'common.it-was-stopped': 'Es wurde angehalten.',
  'common.its-patterns-break-systemd-sysupdate-at': 'an ihren Mustern scheitert systemd-sysupdate bei {path}',
  'common.keep-it-by-link-or-install':
    'Behalte sie über einen Link, oder installiere die passende Version, sobald das andere System läuft.',
  'common.leads-to-no-version-in': '{link} führt zu keiner Version in {store}.',
  'common.look-at-catalog-again': 'Sieh noch einmal in den Katalog.',
  'common.look-at-new-plan-and-apply': 'Sieh dir den neuen Plan an und wende ihn an.',
  'common.look-whether-this-machine-is-online':
    'Sieh nach, ob dieser Rechner verbunden ist, und versuche es noch einmal.',
  'common.make-version-current-instead': 'Mach stattdessen die Version zur aktuellen.',
  'common.name-another-one-with-version-as': 'Nenne eine andere mit --version-as, aus Buchstaben, Ziffern und Punkten.',
  'common.nothing-waits-to-be-kept':
    'Nichts wartet darauf, behalten zu werden: Es ist beantwortet, oder der Host ist schon zurückgegangen.',
  'common.plug-disk-in-again-or-look': 'Steck den Datenträger wieder ein, oder sieh noch einmal in den Katalog.',
  'common.read-host-again-to-see-what': 'Lies den Host neu ein, um zu sehen, was getan ist. Bitte melde das.',
  'common.sends-another-manifest-than-was-asked': '{host} schickt ein anderes Manifest, als gefragt war.',
  'common.systemd-has-no-configuration-extensions': 'systemd {version} hat keine Konfigurationserweiterungen.',
  'common.systemd-sysupdate-failed': 'systemd-sysupdate {command} scheiterte: {reason}',
  'common.systemd-takes-no-extension-of-name': 'systemd nimmt keine Erweiterung mit dem Namen {name}.',
  'common.tell-who-runs-registry-nothing-of': 'Sag es, wer die Registry betreibt. Nichts davon wird verwendet.',
  'common.tell-who-runs-server': 'Sag es dem, der den Server betreibt.',
  'common.that-extension-is-not-there-any': 'Diese Erweiterung ist nicht mehr da.',
  'common.there-is-nothing-at': 'Unter {path} ist nichts.',
  'common.try-again-if-it-stays-please': 'Versuche es noch einmal. Bleibt es dabei, melde es bitte mit dem Protokoll.',
  'common.try-again-later': 'Versuche es später noch einmal.',
  'common.wait-until-it-has-ended': 'Warte, bis sie fertig ist.',
  'common.is-no-name-of-an-extension': 'systemd nimmt keine Erweiterung namens {name}.',
  'common.only-images-are-renamed': '{path} ist keine Abbilddatei, und nur die werden umbenannt.',
} as const satisfies Translation<typeof EN_COMMON>;
