import { Upload } from 'lucide-react';
import { useState } from 'react';
import { FileTrigger } from 'react-aria-components/FileTrigger';
import { Input } from 'react-aria-components/Input';
import { Label } from 'react-aria-components/Label';
import { TextField } from 'react-aria-components/TextField';
import { t } from '../../../shared/messages/translate.ts';
import { Button } from '../../components/button.tsx';
import { native } from '../../native.ts';
import { useStore } from '../../state/store.ts';

/** How the files get here: dropped, chosen, or named. */
export function NothingYet() {
  const addFiles = useStore((state) => state.addFiles);
  const addPaths = useStore((state) => state.addPaths);
  const [path, setPath] = useState('');
  const choose = t('Choose files…');
  return (
    <>
      <div className="sheet-drop">
        <Upload aria-hidden size={28} strokeWidth={1.5} />
        <strong>{t('Drop image files here')}</strong>
        <span className="muted">
          {t('The whole window takes them, now and later. Nothing changes before you agree.')}
        </span>
        {native === null ? (
          <FileTrigger allowsMultiple onSelect={(files) => files !== null && addFiles([...files])}>
            <Button look="primary">{choose}</Button>
          </FileTrigger>
        ) : (
          <Button look="primary" onPress={() => native?.chooseFiles()}>
            {choose}
          </Button>
        )}
      </div>
      <form
        className="sheet-path"
        onSubmit={(event) => {
          event.preventDefault();
          if (path !== '') addPaths([path]);
          setPath('');
        }}
      >
        <TextField className="sheet-path-field" value={path} onChange={setPath}>
          <Label className="muted">{t('Or the path of a file or folder on the machine that Veneer manages')}</Label>
          <Input className="input mono" placeholder="/home/me/NAME.raw" spellCheck={false} />
        </TextField>
        <Button type="submit" isDisabled={path === ''}>
          {t('Read it')}
        </Button>
      </form>
    </>
  );
}
