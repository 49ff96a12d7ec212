/** German of what is wrong. */
import type { EN_DIAGNOSIS } from '../en/diagnosis.ts';
import type { Translation } from '../template.ts';

export const DE_DIAGNOSIS = {
  'diagnosis.also-merged': 'Ebenfalls zusammengeführt, denn sie passen und sind nicht maskiert: {names}.',
  'diagnosis.class-is-merged-already':
    'Erweiterungen der Klasse {class} sind schon zusammengeführt, und systemd führt nur einmal zusammen.',
  'diagnosis.entries-of-its-list-are-left-out': {
    one: '{count} Eintrag ihrer Liste führt anderswohin oder ist nicht lesbar und wird ausgelassen.',
    other: '{count} Einträge ihrer Liste führen anderswohin oder sind nicht lesbar und werden ausgelassen.',
  },
  'diagnosis.every-merge-fails-here': 'Hier scheitert jeder Merge.',
  'diagnosis.every-merge-fails-while': 'Jeder Merge scheitert, solange {path} da ist.',
  'diagnosis.every-merge-will-fail': 'Von da an scheitert jeder Merge. {sentence}',
  'diagnosis.hides-it': '{path} verdeckt es',
  'diagnosis.image-is-kept-as-version': 'Das Abbild, das bei {path} steht, wird als Version {version} behalten.',
  'diagnosis.is-masked-by': '{name} ist durch {path} maskiert',
  'diagnosis.is-no-longer-hidden': '{path} ist dann nicht mehr verdeckt und gilt von da an.',
  'diagnosis.it-will-have-no-effect-yet': 'Es wird noch keine Wirkung haben: {why}.',
  'diagnosis.mask-in-read-only-etc':
    'Eine Maske muss in /etc angelegt oder entfernt werden, das schreibgeschützt ist, solange Konfigurationserweiterungen zusammengeführt sind.',
  'diagnosis.mask-it': 'Maskiere {name}, oder entferne oder ersetze die Datei.',
  'diagnosis.mask-lasts-until-reboot': 'Die Maske von {name} liegt in {path} und hält bis zum nächsten Neustart.',
  'diagnosis.masked-or-taken-away-since': 'Seit dem Merge wurde es maskiert oder entfernt.',
  'diagnosis.merged-over-as-well': 'Über {paths} liegen auch Erweiterungen, durch {variable}. Das bleibt, wie es ist.',
  'diagnosis.next-refresh-drops-it': 'Der nächste Refresh nimmt es heraus.',
  'diagnosis.nothing-can-be-merged-here': 'Erweiterungen werden gezeigt, aber hier lässt sich nichts zusammenführen.',
  'diagnosis.refresh-instead': 'Nimm stattdessen Refresh, das mit dem neu zusammenführt, was jetzt da ist.',
  'diagnosis.still-merged': 'Noch zusammengeführt: {names}.',
  'diagnosis.systemd-does-not-look-at': 'systemd sieht {path} nicht an.',
  'diagnosis.systemd-sysext-is-not-installed': 'systemd-sysext ist nicht installiert.',
  'diagnosis.there-is-more-to-know': 'Zu {name} gibt es mehr zu wissen. Siehe: veneer inspect {name}',
  'diagnosis.unmerge-first-and-merge-again':
    'Trenne sie zuerst, mach diese Änderung, und führe sie dann wieder zusammen.',
  'diagnosis.whether-it-will-be-merged': 'Ob {name} zusammengeführt wird, lässt sich nicht vorhersagen: {reason}',
  'diagnosis.will-not-be-merged-all-the-same': '{name} wird trotzdem nicht zusammengeführt: {reason}',
  'diagnosis.will-not-be-merged-here':
    '{name} wird hier nicht zusammengeführt: Unter einer eigenen Wurzel folgt dieses systemd dem Symlink {path} nicht.',
  'diagnosis.would-make-whole-merge-fail': 'An {path} würde der ganze Merge scheitern: {reason}',
} as const satisfies Translation<typeof EN_DIAGNOSIS>;
