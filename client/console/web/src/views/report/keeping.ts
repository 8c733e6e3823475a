// While the form is on the screen: understood after a pause of typing, kept on the disk after a longer one.
import { useSignalEffect } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { isCancelled } from '~/api/errors';
import { consider, form, isDrafted, keep, stage } from './desk_form';

const considerAfterMs = 200;
const keepAfterMs = 700;

export function useKeeping(): void {
  useSignalEffect(() => {
    const typed = form.value;
    if (stage.value === 'sent' || !typed) return undefined;
    const abort = new AbortController();
    const considering = setTimeout(() => void (isDrafted() ? undefined : consider(abort.signal).catch((error: unknown) => {
      if (!isCancelled(error) && !abort.signal.aborted) console.warn(error);
    })), considerAfterMs);
    const keeping = setTimeout(() => void keep(), keepAfterMs);
    return () => {
      clearTimeout(considering);
      clearTimeout(keeping);
      abort.abort();
    };
  });
  useEffect(() => {
    const hidden = () => document.visibilityState === 'hidden' && void keep();
    document.addEventListener('visibilitychange', hidden);
    return () => {
      document.removeEventListener('visibilitychange', hidden);
      void keep();
    };
  }, []);
}
