/** German of the services of extensions in the window, by the English text. */
export const DE_WINDOW_SERVICES = {
  'Nothing wants it': 'Nichts will ihn',
  'Wanted by {units}': 'Gewollt von {units}',
  'Nothing in the journal.': 'Nichts im Journal.',
  'Reading the journal…': 'Das Journal wird gelesen…',
  'and {count} more services': {
    one: 'und {count} weiterer Dienst',
    other: 'und {count} weitere Dienste',
  },
  'main process {pid}': 'Hauptprozess {pid}',
  Log: 'Protokoll',
  'Log of {unit}': 'Protokoll von {unit}',
  'Read again': 'Neu lesen',
  'It could not start again, for its files are gone. Merge its extension first.':
    'Er könnte nicht wieder starten, denn seine Dateien sind weg. Führe zuerst seine Erweiterung zusammen.',
  Restart: 'Neu starten',
  'Restart {unit}': '{unit} neu starten',
  Start: 'Starten',
  'Start {unit}': '{unit} starten',
  'Start its services': 'Ihre Dienste starten',
  Stop: 'Anhalten',
  'Stop {unit}': '{unit} anhalten',
  failed: 'fehlgeschlagen',
  'left over': 'übrig geblieben',
  'not running': 'läuft nicht',
  'since {time}': 'seit {time}',
  running: 'läuft',
  unknown: 'unbekannt',
  'systemd decides what to start at boot before it merges extensions, so that enabling a service of one is not enough. It is started where a target upholds it (Upholds=) and the extension has systemd reload (EXTENSION_RELOAD_MANAGER=1), or with “Start their services” under Host.':
    'systemd entscheidet, was es beim Start ausführt, bevor es Erweiterungen zusammenführt; einen Dienst einer Erweiterung zu aktivieren genügt deshalb nicht. Er startet, wenn ein Target ihn aufrechterhält (Upholds=) und die Erweiterung systemd neu laden lässt (EXTENSION_RELOAD_MANAGER=1), oder mit „Ihre Dienste starten“ unter Host.',
} as const;
