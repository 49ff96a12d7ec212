/** German of downloads. */
import type { EN_DOWNLOAD } from '../en/download.ts';
import type { Translation } from '../template.ts';

export const DE_DOWNLOAD = {
  'download.another-veneer-has-that-download': 'Ein anderes Veneer hat diesen Download.',
  'download.became-shorter-while-it-was-copied': '{path} wurde kürzer, während es kopiert wurde.',
  'download.disk-became-full-what-was-downloaded':
    'Der Datenträger ist voll geworden. Was davon heruntergeladen war, wurde gelöscht.',
  'download.download-met-error-that-it-did': 'Der Download traf auf einen Fehler, mit dem er nicht rechnete.',
  'download.download-stopped': 'Der Download brach ab.',
  'download.download-took-more-than-it-may': 'Der Download hat mehr gebraucht, als er darf, und wurde beendet.',
  'download.download-was-paused': 'Der Download wurde angehalten.',
  'download.download-was-taken-away': 'Der Download wurde entfernt.',
  'download.file-is-not-one-that-list':
    'Die Datei ist nicht die, die in der Liste der Quelle steht. Sie wurde gelöscht.',
  'download.how-far-download-of-is-cannot': 'Wie weit {name} heruntergeladen ist, kann nicht festgehalten werden.',
  'download.image-was-not-unpacked': 'Das Abbild wurde nicht entpackt: {reason}.',
  'download.is-not-packed-with-gzip-xz': '{path} ist nicht mit gzip, xz oder zstd gepackt.',
  'download.look-whether-there-is-room-in':
    'Sieh nach, ob in deinem Cache-Ordner Platz ist und du dort schreiben darfst.',
  'download.nothing-can-be-downloaded-into': 'Nach {folder} kann nichts heruntergeladen werden.',
  'download.sends-another-part-than-was-asked': '{host} schickt einen anderen Teil, als gefragt war.',
  'download.sends-more-than-any-image-has': '{host} schickt mehr, als ein Abbild je hat.',
  'download.tell-who-runs-remote-nothing-of': 'Sag es, wer die Quelle betreibt. Nichts davon wurde behalten.',
  'download.that-download-is-not-there-any': 'Diesen Download gibt es nicht mehr.',
  'download.there-is-no-room-for-download':
    'Für den Download ist kein Platz: {needed} werden gebraucht, {free} sind frei.',
  'download.try-again-later-server-may-be':
    'Versuche es später noch einmal: Der Server wird vielleicht gerade erneuert. Wenn es bleibt, sag es, wer ihn betreibt.',
  'download.try-again-once-if-it-ends':
    'Versuche es noch einmal. Endet es genauso, sage es dem, der die Quelle betreibt.',
  'download.was-not-unpacked': '{path} wurde nicht entpackt: {reason}.',
  'download.origin-cannot-be-kept':
    'Woher {name} kam, lässt sich nicht aufheben, also gilt es als Datei, sobald es verschoben und installiert wird.',
} as const satisfies Translation<typeof EN_DOWNLOAD>;
