/** German of what is wrong. */
import type { EN_DIAGNOSIS } from '../en/diagnosis.ts';
import type { Translation } from '../template.ts';

export const DE_DIAGNOSIS = {
  'diagnosis.entries-of-its-list-are-left-out': {
    one: '{count} Eintrag ihrer Liste führt anderswohin oder ist nicht lesbar und wird ausgelassen.',
    other: '{count} Einträge ihrer Liste führen anderswohin oder sind nicht lesbar und werden ausgelassen.',
  },
  'diagnosis.every-merge-fails-here': 'Hier scheitert jeder Merge.',
  'diagnosis.every-merge-fails-while': 'Jeder Merge scheitert, solange {path} da ist.',
  'diagnosis.masked-or-taken-away-since': 'Seit dem Merge wurde es maskiert oder entfernt.',
  'diagnosis.next-refresh-drops-it': 'Der nächste Refresh nimmt es heraus.',
  'diagnosis.nothing-can-be-merged-here': 'Erweiterungen werden gezeigt, aber hier lässt sich nichts zusammenführen.',
  'diagnosis.still-merged': 'Noch zusammengeführt: {names}.',
  'diagnosis.systemd-does-not-look-at': 'systemd sieht {path} nicht an.',
  'diagnosis.systemd-sysext-is-not-installed': 'systemd-sysext ist nicht installiert.',
} as const satisfies Translation<typeof EN_DIAGNOSIS>;
