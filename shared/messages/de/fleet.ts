/** German of the hosts that are read over SSH. */
import type { EN_FLEET } from '../en/fleet.ts';
import type { Translation } from '../template.ts';

export const DE_FLEET = {
  'fleet.add-it-first': 'Mit veneer fleet add HOST aufnehmen.',
  'fleet.add-key-to-agent':
    'Mit ssh-add einen Schlüssel in den SSH-Agenten laden oder in ~/.ssh/config nennen. Nach einem Passwort wird hier nicht gefragt.',
  'fleet.changing-hosts': { one: '{count} Host wird geändert', other: '{count} Hosts werden geändert' },
  'fleet.hosts-are-being-changed': 'Es werden schon Hosts geändert.',
  'fleet.connect-once-by-ssh':
    'Einmal in einem Terminal mit ssh {host} verbinden und den gezeigten Schlüssel vergleichen.',
  'fleet.connection-ended': 'Die Verbindung zu {host} endete, bevor alles da war.',
  'fleet.does-not-answer': '{host} antwortet nicht: {why}',
  'fleet.host-key-unknown': 'Der Schlüssel von {host} ist hier nicht bekannt oder ein anderer als zuvor.',
  'fleet.install-openssh-client': 'Den OpenSSH-Client installieren.',
  'fleet.inventory-too-large': '{path} nennt mehr als {most} Hosts oder hat zu viele Gruppen.',
  'fleet.is-no-host': '{text} ist kein Host.',
  'fleet.is-no-inventory': '{path} ist kein Ansible-Inventar.',
  'fleet.let-sudo-without-password': 'Dort sudo ohne Passwort erlauben oder ohne --sudo lesen.',
  'fleet.look-at-name': 'Die Schreibweise des Namens prüfen, und ob diese Maschine im richtigen Netz ist.',
  'fleet.look-whether-it-runs':
    'Prüfen, ob er läuft und ob eine Firewall im Weg ist. Was früher gelesen wurde, bleibt.',
  'fleet.may-not-be-read-there': '{path} darf das Konto dort nicht lesen.',
  'fleet.name-has-line-break': 'Sein Name hat einen Zeilenumbruch.',
  'fleet.needs-posix-shell': 'Nötig ist dort eine POSIX-Shell mit den Werkzeugen von GNU oder busybox.',
  'fleet.never-read': '{host} wurde noch nie gelesen.',
  'fleet.no-host-chosen': 'Es ist kein Host gewählt.',
  'fleet.no-such-address': 'Die Adresse von {host} ist nicht bekannt.',
  'fleet.no-such-host': '{host} gehört nicht zur Flotte.',
  'fleet.no-systemd-found': 'Dort wurde kein systemd gefunden.',
  'fleet.not-all-was-told': '{path} hat mehr Einträge, als gelesen werden.',
  'fleet.not-let-in': '{host} lässt keinen der Schlüssel ein.',
  'fleet.read-again': 'Noch einmal lesen.',
  'fleet.read-it-first': 'Mit veneer fleet read lesen.',
  'fleet.reading-stopped': 'Das Lesen der Hosts wurde angehalten.',
  'fleet.reading-was-stopped': 'Das Lesen von {host} wurde angehalten.',
  'fleet.runs-no-script': '{host} hat das Skript zum Lesen nicht ausgeführt.',
  'fleet.says-nothing': '{host} hat in {seconds} s nicht geantwortet.',
  'fleet.says-too-much': '{host} sendet mehr, als ein Host zu erzählen hat.',
  'fleet.says-what-is-not-understood': '{host} sendet Unverständliches.',
  'fleet.ssh-failed': 'ssh kann sich nicht mit {host} verbinden: {why}',
  'fleet.sudo-wants-password': 'sudo auf {host} braucht ein Passwort, nach dem hier nicht gefragt wird.',
  'fleet.there-is-no-ssh': 'Auf dieser Maschine gibt es kein ssh.',
  'fleet.too-many-hosts': 'Die Flotte hat höchstens {most} Hosts. Keiner wurde hinzugefügt.',
  'fleet.try-ssh-by-hand': 'In einem Terminal versuchen: ssh {host}',
  'fleet.write-host-as': 'Als [benutzer@]rechner[:port] schreiben, oder wie er in ~/.ssh/config heißt.',
} satisfies Translation<typeof EN_FLEET>;
