/** German of the sheet in which files are installed. */
export const DE_WINDOW_INSTALL = {
  'Nobody signed it.': 'Niemand hat sie signiert.',
  'Nobody signed the list of its checksum.': 'Niemand hat die Liste ihrer Prüfsumme signiert.',
  'Compare its checksum with the publisher’s.': 'Vergleiche ihre Prüfsumme mit der des Herausgebers.',
  'None of {count} files can be installed': 'Keine von {count} Dateien lässt sich installieren',
  '{count} service': '{count} Dienst',
  '{count} services': '{count} Dienste',
  '{files} hidden by {name}': '{files} verdeckt von {name}',
  '{what}, at {path}, which counts until then': '{what}, in {path}, gilt bis dahin',
  '{what}, which stays available to go back to': '{what}, bleibt für den Weg zurück',
  Adds: 'Bringt hinzu',
  'Built here from your recipe, not signed': 'Hier nach deinem Rezept gebaut, nicht signiert',
  'Carries a signature of {subject}.': 'Trägt eine Signatur von {subject}.',
  'Carries a signature, by a certificate that is not inside.':
    'Trägt eine Signatur, mit einem Zertifikat, das nicht enthalten ist.',
  'Copy the checksum': 'Prüfsumme kopieren',
  'Drop image files here': 'Abbilder hierher ziehen',
  Hide: 'Ausblenden',
  'Install {count} of {all} files?': '{count} von {all} Dateien installieren?',
  'It can be installed and is left out of merges until it fits.':
    'Sie kann installiert werden und wird ausgelassen, bis sie passt.',
  'It is stored and enabled, and the next merge takes it in.':
    'Sie wird abgelegt und aktiviert; das nächste Zusammenführen nimmt sie auf.',
  'Merge now, with everything that is enabled': 'Jetzt zusammenführen, mit allem, was aktiviert ist',
  'not before it is merged': 'erst nach dem Zusammenführen',
  'Read it': 'Lesen',
  'replaces {count} file of the OS': 'ersetzt {count} Datei des Systems',
  'replaces {count} files of the OS': 'ersetzt {count} Dateien des Systems',
  'replaces {files} of {name}': 'ersetzt {files} von {name}',
  'Start its services once it is merged': 'Ihre Dienste nach dem Zusammenführen starten',
  'The whole window takes them, now and later. Nothing changes before you agree.':
    'Das ganze Fenster nimmt sie, jetzt und später. Nichts ändert sich, bevor du zustimmst.',
  'version {version}': 'Version {version}',
  'Whether it fits is not known': 'Ob sie passt, ist nicht bekannt',
} as const;
