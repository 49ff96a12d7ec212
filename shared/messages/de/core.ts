/** German of the core and its doors. */
import type { EN_CORE } from '../en/core.ts';
import type { Translation } from '../template.ts';

export const DE_CORE = {
  'core.disk-became-full-while-file-was':
    'Die Platte wurde voll, während die Datei gesendet wurde. Was ankam, wurde gelöscht.',
  'core.download-it-first': 'Lade es zuerst herunter.',
  'core.everything-stays-as-it-is': 'Alles bleibt, wie es ist.',
  'core.file-could-not-be-taken': 'Die Datei konnte nicht angenommen werden.',
  'core.free-some-room-on-this-machine':
    'Schaffe Platz auf diesem Rechner, oder kopiere die Datei dorthin und öffne sie über ihren Pfad.',
  'core.if-it-stays-please-report-it': 'Bleibt es dabei, melde es bitte mit dem Protokoll.',
  'core.is-kept-in-layout-that-veneer': '{name} liegt in einer Anordnung, in die Veneer nicht installiert.',
  'core.look-at-id-and-version-id': 'Sieh dir ID und VERSION_ID in seiner os-release an.',
  'core.look-for-updates-again': 'Sieh noch einmal nach Aktualisierungen.',
  'core.name-of-file-cannot-be-understood': 'Der Name der Datei ist nicht zu verstehen.',
  'core.no-other-os-is-staged': 'Hier ist kein anderes System bereitgestellt, soweit zu sehen ist.',
  'core.remote-does-not-have-that-version': 'Die Quelle hat diese Version nicht mehr.',
  'core.request-is-not-one-that-veneer': 'Diese Anfrage kennt Veneer nicht.',
  'core.system-changed-since-this-was-planned': 'Das System hat sich seit der Planung geändert. Nichts wurde geändert.',
  'core.that-os-does-not-tell-its': 'Jenes System sagt seine Ausgabe nicht so, wie os-release(5) es will.',
  'core.there-is-no-room-to-take': 'Für die Datei ist kein Platz: {size} werden gesendet, {free} sind frei.',
  'core.there-is-no-update-of-any': 'Es gibt keine Aktualisierung von {name} mehr.',
  'core.there-is-nothing-here': 'Hier ist nichts.',
  'core.this-is-not-path': 'Das ist kein Pfad.',
  'core.update-of-is-not-downloaded': 'Die Aktualisierung von {name} ist nicht heruntergeladen.',
  'core.veneer-does-not-take-this': 'Veneer nimmt das nicht an.',
  'core.veneer-met-error-that-it-did': 'Veneer ist auf einen unerwarteten Fehler gestoßen. Es läuft weiter.',
  'core.veneer-met-error-that-it-did-not': 'Veneer traf auf einen unerwarteten Fehler.',
  'core.what-is-changed-cannot-be-kept': 'Was geändert wird, kann nicht im Verlauf festgehalten werden.',
  'core.is-deployed-already': '{os} steht schon bereit, und sein eigenes /etc hat keine Unit für {name}.',
  'core.that-host-is-not-known-here': 'Diesen Host kennt Veneer hier nicht.',
  'core.is-no-folder-any-more': '{path} ist kein Ordner mehr.',
  'core.you-may-not-read': '{path} darfst du nicht lesen.',
  'core.is-not-there-any-more': '{path} ist nicht mehr da.',
} as const satisfies Translation<typeof EN_CORE>;
