/** German of updates. */
import type { EN_UPDATE } from '../en/update.ts';
import type { Translation } from '../template.ts';

export const DE_UPDATE = {
  'update.component-is-switched-off-so-nothing':
    'Die Komponente {name} ist abgeschaltet, also aktualisiert sie nichts.',
  'update.has-transfer-files-whose-parts-belong': '{name} hat {count} Transferdateien, deren Teile zusammengehören.',
  'update.install-systemd-sysupdate-which-does': 'Installiere systemd-sysupdate, das tut es.',
  'update.is-kept-by-sysextmgr-so-veneer': '{name} wird von sysextmgr verwaltet, darum aktualisiert Veneer es nicht.',
  'update.is-kept-current-together-with-os': '{name} wird zusammen mit dem System aktuell gehalten.',
  'update.is-not-updated': '{name} wird nicht aktualisiert: {reason}',
  'update.it-has-zero-byte': 'sie hat ein Null-Byte',
  'update.it-is-empty': 'sie ist leer',
  'update.it-is-not-utf-8': 'sie ist kein UTF-8',
  'update.it-may-not-be-used-from': 'sie darf ab dem {day} nicht mehr benutzt werden',
  'update.its-path-is-below-partition': 'ihr Pfad liegt unter der Partition {partition}',
  'update.its-patterns-break-systemd-sysupdate': 'an ihren Mustern scheitert systemd-sysupdate',
  'update.its-source-is': 'ihre Quelle hat die Art {type}',
  'update.its-target-is': 'ihr Ziel hat die Art {type}',
  'update.line-control-character': 'Zeile {number}: der Name hat ein Steuerzeichen',
  'update.line-leads-out': 'Zeile {number}: der Name führt aus dem Ordner hinaus',
  'update.line-no-end': 'Zeile {number}: sie hat kein Ende',
  'update.line-no-hash': 'Zeile {number}: sie beginnt nicht mit einem SHA-256-Hash',
  'update.line-no-name': 'Zeile {number}: es steht kein Dateiname da',
  'update.line-no-two-characters': 'Zeile {number}: hinter dem Hash stehen nicht zwei Zeichen',
  'update.line-not-in-folder': 'Zeile {number}: der Name ist keiner einer Datei in dem Ordner',
  'update.line-per-cent': 'Zeile {number}: der Name hat ein Prozentzeichen',
  'update.line-too-short': 'Zeile {number}: sie ist zu kurz',
  'update.look-whether-server-can-be-reached': 'Sieh nach, ob der Server zu erreichen ist, und in die Transferdatei.',
  'update.os': 'dem System',
  'update.switch-it-on-with': 'Schalte sie ein mit: {command}',
  'update.systemd-sysupdate-refuses-list-of': 'systemd-sysupdate lehnt die Liste von {address} ab: {reason}.',
  'update.transfer-file-of-cannot-be-followed': 'Der Transferdatei von {name} lässt sich hier nicht folgen: {reason}.',
  'update.update-both-with-systemd-sysupdate-update': 'Aktualisiere beide mit: systemd-sysupdate update',
  'update.use-systemd-sysupdate-for-it': 'Nimm dafür systemd-sysupdate: {command}',
  'update.line-is-not-utf-8': 'eine Zeile ist kein UTF-8',
  'update.line-is-too-long': 'eine Zeile ist zu lang',
  'update.is-no-section': '{line} ist kein Abschnitt',
  'update.has-bad-characters-for-section': '{line} hat Zeichen, die ein Abschnitt nicht haben darf',
  'update.type-is-no-source': 'Type= in [Source] ist keine Quelle',
  'update.source-cannot-become-target': 'aus {source} kann kein {target} werden',
  'update.explicit-needs-directory': 'PathRelativeTo=explicit braucht einen Ordner, der mit dem Befehl angegeben wird',
  'update.setting-is-missing': '{key} fehlt in [{section}]',
  'update.path-is-not-one-that-systemd-takes': 'Path={path} in [{section}] nimmt systemd nicht',
  'update.path-is-not-absolute': 'Path={path} in [{section}] ist kein absoluter Pfad',
  'update.is-no-match-pattern': '{pattern} ist kein Muster für Namen',
  'update.is-no-match-pattern-there': '{pattern} ist dort kein Muster für Namen',
  'update.systemd-sysupdate-takes-for-version-of':
    'systemd-sysupdate hält {file} für eine Version von {name} und löscht es vielleicht.',
  'update.give-folder-of-its-own': 'Gib {name} durch Path= in seiner Transferdatei einen eigenen Ordner.',
  'update.update-it-with': 'Aktualisiere sie mit: {command}',
  'update.transfer-file-of-names-no-link':
    'Die Transferdatei von {name} nennt keinen Link, durch den Veneer eine Version zählen lassen könnte.',
  'update.transfer-file-of-calls-images': 'Die Transferdatei von {name} nennt Abbilder {pattern}, und Veneer {own}.',
  'update.transfer-file-of-wants-layout':
    'Die Transferdatei von {name} will eine Anordnung, in die Veneer nicht installiert: {folder} und den Link {link}.',
  'update.not-known-neither-version-nor-hash':
    'Ob {remote} ein anderes {name} hat, ist nicht bekannt: Es nennt weder eine Version noch eine Prüfsumme.',
  'update.not-known-image-unread':
    'Ob {remote} ein anderes {name} hat, ist nicht bekannt: Es nennt keine Version, und das installierte Abbild ließ sich nicht lesen.',
  'update.not-known-file-is-packed':
    'Ob {remote} ein anderes {name} hat, ist nicht bekannt: Es nennt keine Version, und die Datei dort ist gepackt.',
  'update.download-from-there-once':
    'Lade {name} von dort herunter und installiere es einmal: Von da an ist es bekannt.',
} as const satisfies Translation<typeof EN_UPDATE>;
