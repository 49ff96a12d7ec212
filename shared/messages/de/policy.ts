/** What polkit shows of each action in German: its title, and what permission is needed for. English: the files of shared/changes. */
import type { HelperVerb } from '../../changes/actions.ts';

interface PolicyTexts {
  readonly description: string;
  /** Behind `Legitimierung ist erforderlich, um`. */
  readonly purpose: string;
}

export const DE_POLICY: Readonly<Record<HelperVerb, PolicyTexts>> = {
  mask: { description: 'Systemerweiterungen deaktivieren', purpose: 'Systemerweiterungen zu deaktivieren' },
  unmask: { description: 'Systemerweiterungen aktivieren', purpose: 'Systemerweiterungen zu aktivieren' },
  merge: {
    description: 'Systemerweiterungen zusammenführen',
    purpose: 'Systemerweiterungen mit diesem System zusammenzuführen',
  },
  unmerge: {
    description: 'Systemerweiterungen herausnehmen',
    purpose: 'Systemerweiterungen aus diesem System herauszunehmen',
  },
  refresh: {
    description: 'Systemerweiterungen neu zusammenführen',
    purpose: 'Systemerweiterungen neu zusammenzuführen',
  },
  'keep-change': {
    description: 'Eine Änderung behalten',
    purpose: 'die letzte Änderung von Systemerweiterungen zu behalten',
  },
  'go-back': {
    description: 'Eine Änderung zurücknehmen',
    purpose: 'die letzte Änderung von Systemerweiterungen zurückzunehmen',
  },
  'merge-force': {
    description: 'Systemerweiterungen zusammenführen, die nicht passen',
    purpose: 'Systemerweiterungen zusammenzuführen, die nicht für dieses System gemacht sind',
  },
  'refresh-force': {
    description: 'Systemerweiterungen neu zusammenführen, auch die nicht passen',
    purpose: 'Systemerweiterungen zusammenzuführen, die nicht für dieses System gemacht sind',
  },
  'merge-policy': {
    description: 'Systemerweiterungen nach einer anderen Abbild-Richtlinie zusammenführen',
    purpose: 'Systemerweiterungen nach anderen Regeln als denen dieses Systems zusammenzuführen',
  },
  'refresh-policy': {
    description: 'Systemerweiterungen nach einer anderen Abbild-Richtlinie neu zusammenführen',
    purpose: 'Systemerweiterungen nach anderen Regeln als denen dieses Systems zusammenzuführen',
  },
  install: {
    description: 'Eine Systemerweiterung installieren',
    purpose:
      'dieses Abbild als Systemerweiterung zu installieren, deren Programme und Dienste Teil dieses Systems werden können: $(command_line)',
  },
  'make-current': {
    description: 'Zu einer anderen Version einer Systemerweiterung wechseln',
    purpose: 'zu einer anderen installierten Version einer Systemerweiterung zu wechseln',
  },
  'set-for-os': {
    description: 'Die Version einer Systemerweiterung für eine andere OS-Version wählen',
    purpose: 'zu wählen, welche installierte Version einer Systemerweiterung gilt, sobald eine andere OS-Version läuft',
  },
  remove: { description: 'Eine Systemerweiterung entfernen', purpose: 'eine Systemerweiterung zu entfernen' },
  rename: { description: 'Eine Systemerweiterung umbenennen', purpose: 'eine Systemerweiterung umzubenennen' },
  vacuum: {
    description: 'Alte Versionen einer Systemerweiterung löschen',
    purpose: 'alte Versionen einer Systemerweiterung zu löschen',
  },
  'reload-services': {
    description: 'Alle Unit-Dateien neu lesen',
    purpose: 'systemd alle Unit-Dateien neu lesen zu lassen',
  },
  'restart-units': {
    description: 'Dienste von Systemerweiterungen starten oder anhalten',
    purpose: 'Dienste von Systemerweiterungen zu starten oder anzuhalten',
  },
  'start-services': {
    description: 'Dienste von Systemerweiterungen starten',
    purpose: 'Dienste von Systemerweiterungen zu starten',
  },
  'stop-services': {
    description: 'Dienste von Systemerweiterungen anhalten',
    purpose: 'Dienste von Systemerweiterungen anzuhalten',
  },
  'restart-services': {
    description: 'Dienste von Systemerweiterungen neu starten',
    purpose: 'Dienste von Systemerweiterungen neu zu starten',
  },
  'attach-portable': {
    description: 'Portable Dienste anhängen',
    purpose: 'die Dienste eines portablen Abbilds anzuhängen',
  },
  'detach-portable': {
    description: 'Portable Dienste abhängen',
    purpose: 'die Dienste eines portablen Abbilds abzuhängen',
  },
  'reattach-portable': {
    description: 'Portable Dienste neu anhängen',
    purpose: 'die Dienste eines portablen Abbilds neu anzuhängen',
  },
  'enable-at-boot': {
    description: 'Systemerweiterungen beim Start zusammenführen',
    purpose: 'Systemerweiterungen bei jedem Start zusammenzuführen',
  },
  'disable-at-boot': {
    description: 'Systemerweiterungen beim Start nicht zusammenführen',
    purpose: 'Systemerweiterungen beim Start nicht mehr zusammenzuführen',
  },
  'add-boot-refresh-unit': {
    description: 'Dienste von Systemerweiterungen beim Start des Systems starten',
    purpose: 'Dienste von Systemerweiterungen bei jedem Start des Systems zu starten',
  },
  'remove-boot-refresh-unit': {
    description: 'Dienste von Systemerweiterungen beim Start des Systems nicht starten',
    purpose: 'Dienste von Systemerweiterungen beim Start des Systems nicht mehr zu starten',
  },
  'write-transfer': {
    description: 'Festlegen, woher Systemerweiterungen aktualisiert werden',
    purpose: 'festzulegen, woher eine Systemerweiterung aktualisiert wird',
  },
  'write-transfer-unverified': {
    description: 'Eine unsignierte Quelle von Systemerweiterungen festlegen',
    purpose:
      'eine Systemerweiterung von einer Quelle aktualisieren zu lassen, deren Aktualisierungen niemand signiert: $(command_line)',
  },
  'remove-transfer': {
    description: 'Aktualisierungen von Systemerweiterungen beenden',
    purpose: 'die Aktualisierungen einer Systemerweiterung zu beenden',
  },
  update: { description: 'Systemerweiterungen aktualisieren', purpose: 'eine Systemerweiterung zu aktualisieren' },
  'vacuum-transfer': {
    description: 'Alte Versionen löschen, die systemd-sysupdate aufbewahrt',
    purpose: 'alte Versionen einer Systemerweiterung zu löschen',
  },
  pin: {
    description: 'Eine Systemerweiterung auf einer Version festhalten',
    purpose: 'eine Systemerweiterung auf einer Version festzuhalten oder ihre Aktualisierungen auszusetzen',
  },
  'set-feature': {
    description: 'Eine optionale Funktion der Aktualisierungen umschalten',
    purpose: 'eine optionale Funktion dessen umzuschalten, was systemd-sysupdate aktuell hält',
  },
  'add-helper': {
    description: 'Den Helfer von Veneer installieren',
    purpose: 'den Helfer zu installieren, der Systemerweiterungen ändert: $(command_line)',
  },
  'remove-helper': {
    description: 'Den Helfer von Veneer entfernen',
    purpose: 'den Helfer zu entfernen, der Systemerweiterungen ändert',
  },
};
