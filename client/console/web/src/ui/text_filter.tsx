// The full-text box. What the node says of its syntax stands below it.
import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { incidents } from '~/api/clients';
import { violationsOf } from '~/api/errors';
import { t } from '~/i18n/catalogue';
import { changeFilter, filter } from '~/state/asked';

const settleMs = 500;

function textViolation(error: unknown): string {
  return violationsOf(error).find(({ field }) => field.endsWith('text'))?.description ?? '';
}

// Whether it is the text that the node does not understand: said below the box, and needs to be said nowhere else.
export function isTextRefusal(error: unknown): boolean {
  return textViolation(error) !== '';
}

// '' for text that the node understands.
async function refusalOf(text: string, signal: AbortSignal): Promise<string> {
  try {
    await incidents.listIncidents({ filter: { text }, pageSize: 1 }, { signal });
    return '';
  } catch (error) {
    return textViolation(error);
  }
}

export function TextFilter(): JSX.Element {
  const asked = filter.value.text ?? '';
  const [typed, setTyped] = useState(asked);
  const [refusal, setRefusal] = useState('');
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (document.activeElement !== field.current) setTyped(asked);
    setRefusal('');
    if (!asked) return;
    const abort = new AbortController();
    void refusalOf(asked, abort.signal).then((said) => abort.signal.aborted || setRefusal(said));
    return () => abort.abort();
  }, [asked]);
  const apply = (text: string) => changeFilter((changed) => {
    if (text.trim()) changed.text = text.trim();
    else delete changed.text;
  });
  useEffect(() => {
    if (typed.trim() === asked) return;
    const timer = setTimeout(() => apply(typed), settleMs);
    return () => clearTimeout(timer);
  }, [typed]);
  return (
    <form class="field filter-text" role="search" onSubmit={(event) => {
      event.preventDefault();
      apply(typed);
    }}>
      <input ref={field} type="search" value={typed} aria-label={t('filter.q')} placeholder={t('filter.textHint')} spellcheck={false}
             aria-invalid={refusal !== ''} aria-describedby="filter-refusal" onInput={(event) => setTyped(event.currentTarget.value)} />
      <span id="filter-refusal" class="wrong" role="alert">{refusal}</span>
    </form>
  );
}
